CREATE TABLE "simulator_counters" (
	"world" text NOT NULL,
	"name" text NOT NULL,
	"value" bigint NOT NULL,
	CONSTRAINT "simulator_counters_world_name_pk" PRIMARY KEY("world","name")
);
--> statement-breakpoint
ALTER TABLE "simulator_worlds" ADD COLUMN "clock_held_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "simulator_worlds" ADD COLUMN "seed" text;