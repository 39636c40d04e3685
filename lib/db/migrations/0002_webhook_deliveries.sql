CREATE TABLE "simulator_deliveries" (
	"world" text NOT NULL,
	"id" text NOT NULL,
	"webhook_id" text NOT NULL,
	"event" text NOT NULL,
	"item_id" text NOT NULL,
	"url" text NOT NULL,
	"body" text NOT NULL,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone,
	"tries" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"queued_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "simulator_deliveries_world_id_pk" PRIMARY KEY("world","id")
);
--> statement-breakpoint
CREATE INDEX "simulator_deliveries_due" ON "simulator_deliveries" USING btree ("next_at") WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX "simulator_deliveries_by_time" ON "simulator_deliveries" USING btree ("world","queued_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
-- Webhooks from before kept no secret to deliver with: they have to be registered again.
DELETE FROM "simulator_records" WHERE "kind" = 'webhook';
