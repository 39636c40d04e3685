ALTER TABLE "partners" ADD COLUMN "made_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
UPDATE "partners" SET "made_at" = "workspaces"."created_at" FROM "workspaces" WHERE "workspaces"."id" = "partners"."workspace_id";--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "simulator_stage" text GENERATED ALWAYS AS (case when simulator_booking_at is not null then 'booking' when simulator_good_at is not null then 'good' when simulator_token_at is not null then 'token'
        when joined_at is null then 'invited' when simulator_credential_at is not null then 'credential' else 'joined' end) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "simulator_activity" timestamp with time zone GENERATED ALWAYS AS (coalesce(simulator_seen_at, '-infinity'::timestamptz)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "simulator_speed" double precision GENERATED ALWAYS AS (coalesce(extract(epoch from simulator_good_at - made_at)::float8, 'infinity'::float8)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "live_stage" text GENERATED ALWAYS AS (case when live_booking_at is not null then 'booking' when live_good_at is not null then 'good' when live_token_at is not null then 'token'
        when joined_at is null then 'invited' when live_credential_at is not null then 'credential' else 'joined' end) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "live_activity" timestamp with time zone GENERATED ALWAYS AS (coalesce(live_seen_at, '-infinity'::timestamptz)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "live_speed" double precision GENERATED ALWAYS AS (coalesce(extract(epoch from live_good_at - made_at)::float8, 'infinity'::float8)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "any_stage" text GENERATED ALWAYS AS (case when least(simulator_booking_at, live_booking_at) is not null then 'booking' when least(simulator_good_at, live_good_at) is not null then 'good' when least(simulator_token_at, live_token_at) is not null then 'token'
        when joined_at is null then 'invited' when least(simulator_credential_at, live_credential_at) is not null then 'credential' else 'joined' end) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "any_activity" timestamp with time zone GENERATED ALWAYS AS (coalesce(greatest(simulator_seen_at, live_seen_at), '-infinity'::timestamptz)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "any_speed" double precision GENERATED ALWAYS AS (coalesce(extract(epoch from least(simulator_good_at, live_good_at) - made_at)::float8, 'infinity'::float8)) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "partners_by_simulator_stage" ON "partners" USING btree ("simulator_stage","workspace_id");--> statement-breakpoint
CREATE INDEX "partners_by_live_stage" ON "partners" USING btree ("live_stage","workspace_id");--> statement-breakpoint
CREATE INDEX "partners_by_stage" ON "partners" USING btree ("any_stage","workspace_id");--> statement-breakpoint
CREATE INDEX "partners_by_simulator_activity" ON "partners" USING btree ("simulator_activity","workspace_id");--> statement-breakpoint
CREATE INDEX "partners_by_live_activity" ON "partners" USING btree ("live_activity","workspace_id");--> statement-breakpoint
CREATE INDEX "partners_by_activity" ON "partners" USING btree ("any_activity","workspace_id");--> statement-breakpoint
CREATE INDEX "partners_by_simulator_speed" ON "partners" USING btree ("simulator_speed","workspace_id");--> statement-breakpoint
CREATE INDEX "partners_by_live_speed" ON "partners" USING btree ("live_speed","workspace_id");--> statement-breakpoint
CREATE INDEX "partners_by_speed" ON "partners" USING btree ("any_speed","workspace_id");--> statement-breakpoint
CREATE INDEX "workspaces_by_time" ON "workspaces" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "workspaces_by_name" ON "workspaces" USING btree (lower("name"),"id");