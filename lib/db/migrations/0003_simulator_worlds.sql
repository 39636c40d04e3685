CREATE TABLE "simulator_fault_rules" (
	"world" text NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"rule" jsonb NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"seen" integer DEFAULT 0 NOT NULL,
	"struck" integer DEFAULT 0 NOT NULL,
	"last_struck_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "simulator_fault_rules_world_id_pk" PRIMARY KEY("world","id")
);
--> statement-breakpoint
CREATE TABLE "simulator_meters" (
	"world" text PRIMARY KEY NOT NULL,
	"window_start" timestamp with time zone NOT NULL,
	"requests" integer NOT NULL,
	"refusals" integer NOT NULL,
	"blocked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "simulator_products" (
	"world" text NOT NULL,
	"product_id" text NOT NULL,
	"document" jsonb NOT NULL,
	"modified_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "simulator_products_world_product_id_pk" PRIMARY KEY("world","product_id")
);
--> statement-breakpoint
CREATE TABLE "simulator_revoked_tokens" (
	"world" text NOT NULL,
	"token_id" text NOT NULL,
	"revoked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "simulator_revoked_tokens_world_token_id_pk" PRIMARY KEY("world","token_id")
);
--> statement-breakpoint
ALTER TABLE "simulator_worlds" ADD COLUMN "token_generation" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "simulator_worlds" ADD COLUMN "fair_use" boolean DEFAULT false NOT NULL;