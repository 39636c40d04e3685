CREATE TABLE "installation_products" (
	"product_id" text PRIMARY KEY NOT NULL,
	"document" jsonb NOT NULL,
	"modified_at" timestamp with time zone DEFAULT now() NOT NULL
);
