CREATE TABLE "call_counts" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"place" text NOT NULL,
	"slot" smallint NOT NULL,
	"calls" bigint NOT NULL,
	"errors" bigint NOT NULL,
	CONSTRAINT "call_counts_workspace_id_day_place_slot_pk" PRIMARY KEY("workspace_id","day","place","slot")
);
--> statement-breakpoint
CREATE TABLE "partners" (
	"workspace_id" uuid NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"contact_email" text,
	"invited_at" timestamp with time zone,
	"joined_at" timestamp with time zone,
	"simulator_credential_at" timestamp with time zone,
	"live_credential_at" timestamp with time zone,
	"simulator_token_at" timestamp with time zone,
	"live_token_at" timestamp with time zone,
	"simulator_good_at" timestamp with time zone,
	"simulator_good_run" uuid,
	"live_good_at" timestamp with time zone,
	"live_good_run" uuid,
	"simulator_error_at" timestamp with time zone,
	"simulator_error_run" uuid,
	"live_error_at" timestamp with time zone,
	"live_error_run" uuid,
	"simulator_booking_at" timestamp with time zone,
	"live_booking_at" timestamp with time zone,
	"simulator_seen_at" timestamp with time zone,
	"live_seen_at" timestamp with time zone,
	CONSTRAINT "partners_workspace_id_pk" PRIMARY KEY("workspace_id")
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "operator_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "operator_by_group" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "by_operator" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "by_group" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "call_counts" ADD CONSTRAINT "call_counts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partners" ADD CONSTRAINT "partners_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- Whoever came first set this installation up, and so is its operator.
UPDATE users SET operator_since = now() WHERE id = (SELECT id FROM users WHERE disabled_at IS NULL ORDER BY created_at, id LIMIT 1);--> statement-breakpoint
-- What is there says how far each workspace has come; what was deleted before today says nothing.
WITH calls AS (
  SELECT workspace_id, id, started_at, environment = 'simulator' AS simulated, operation_id,
    coalesce(status BETWEEN 200 AND 299, false) AND operation_id <> 'getToken' AND failure IS NULL AS good,
    coalesce(status >= 400, false) OR failure IS NOT NULL AS bad
  FROM runs WHERE request IS NOT NULL
), firsts AS (
  SELECT workspace_id,
    min(started_at) FILTER (WHERE good AND simulated) AS simulator_good_at,
    (array_agg(id ORDER BY started_at, id) FILTER (WHERE good AND simulated))[1] AS simulator_good_run,
    min(started_at) FILTER (WHERE good AND NOT simulated) AS live_good_at,
    (array_agg(id ORDER BY started_at, id) FILTER (WHERE good AND NOT simulated))[1] AS live_good_run,
    min(started_at) FILTER (WHERE bad AND simulated) AS simulator_error_at,
    (array_agg(id ORDER BY started_at, id) FILTER (WHERE bad AND simulated))[1] AS simulator_error_run,
    min(started_at) FILTER (WHERE bad AND NOT simulated) AS live_error_at,
    (array_agg(id ORDER BY started_at, id) FILTER (WHERE bad AND NOT simulated))[1] AS live_error_run,
    min(started_at) FILTER (WHERE good AND simulated AND operation_id = 'createOrder') AS simulator_booking_at,
    min(started_at) FILTER (WHERE good AND NOT simulated AND operation_id = 'createOrder') AS live_booking_at,
    max(started_at) FILTER (WHERE simulated) AS simulator_seen_at,
    max(started_at) FILTER (WHERE NOT simulated) AS live_seen_at
  FROM calls GROUP BY workspace_id
), granted AS (
  SELECT workspace_id,
    min(started_at) FILTER (WHERE outcome = 'granted' AND environment = 'simulator') AS simulator_token_at,
    min(started_at) FILTER (WHERE outcome = 'granted' AND environment <> 'simulator') AS live_token_at,
    max(started_at) FILTER (WHERE environment = 'simulator') AS simulator_seen_at,
    max(started_at) FILTER (WHERE environment <> 'simulator') AS live_seen_at
  FROM exchanges GROUP BY workspace_id
), held AS (
  SELECT workspace_id,
    min(created_at) FILTER (WHERE environment = 'simulator') AS simulator_credential_at,
    min(created_at) FILTER (WHERE environment <> 'simulator') AS live_credential_at
  FROM credentials GROUP BY workspace_id
), came AS (
  SELECT workspace_id, min(created_at) AS joined_at FROM members GROUP BY workspace_id
)
INSERT INTO partners (workspace_id, joined_at, simulator_credential_at, live_credential_at, simulator_token_at, live_token_at,
  simulator_good_at, simulator_good_run, live_good_at, live_good_run, simulator_error_at, simulator_error_run, live_error_at, live_error_run,
  simulator_booking_at, live_booking_at, simulator_seen_at, live_seen_at)
SELECT w.id, c.joined_at, h.simulator_credential_at, h.live_credential_at, g.simulator_token_at, g.live_token_at,
  f.simulator_good_at, f.simulator_good_run, f.live_good_at, f.live_good_run, f.simulator_error_at, f.simulator_error_run, f.live_error_at, f.live_error_run,
  f.simulator_booking_at, f.live_booking_at, greatest(f.simulator_seen_at, g.simulator_seen_at), greatest(f.live_seen_at, g.live_seen_at)
FROM workspaces w
LEFT JOIN came c ON c.workspace_id = w.id
LEFT JOIN held h ON h.workspace_id = w.id
LEFT JOIN granted g ON g.workspace_id = w.id
LEFT JOIN firsts f ON f.workspace_id = w.id;--> statement-breakpoint
INSERT INTO call_counts (workspace_id, day, place, slot, calls, errors)
SELECT workspace_id, (started_at AT TIME ZONE 'utc')::date, CASE environment WHEN 'simulator' THEN 'simulator' ELSE 'live' END, 0,
  count(*), count(*) FILTER (WHERE coalesce(status >= 400, true) OR failure IS NOT NULL)
FROM runs WHERE request IS NOT NULL AND started_at > now() - interval '8 days'
GROUP BY 1, 2, 3;
