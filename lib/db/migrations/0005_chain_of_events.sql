CREATE TABLE "audit_heads" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"sequence" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "sequence" bigint;--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "hash" text;--> statement-breakpoint
ALTER TABLE "installation_events" ADD COLUMN "sequence" bigint;--> statement-breakpoint
ALTER TABLE "installation_events" ADD COLUMN "hash" text;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_in_sequence" ON "audit_events" USING btree ("workspace_id","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "installation_events_in_sequence" ON "installation_events" USING btree ("sequence");--> statement-breakpoint
-- The application works as a role that may add to the record but not change it. Where the migrating user may not make
-- roles, the record is guarded by its chain alone, and the console says so.
DO $$
BEGIN
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'distributor_console_app') THEN
      CREATE ROLE distributor_console_app NOLOGIN;
    END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of this cluster was quicker
  END;
  IF NOT pg_has_role(current_user, 'distributor_console_app', 'MEMBER') THEN
    EXECUTE format('GRANT distributor_console_app TO %I', current_user);
  END IF;
  GRANT USAGE ON SCHEMA public TO distributor_console_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO distributor_console_app;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO distributor_console_app;
  REVOKE UPDATE, DELETE, TRUNCATE ON audit_events, installation_events FROM distributor_console_app;
  REVOKE DELETE, TRUNCATE ON audit_heads FROM distributor_console_app;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'distributor_console_app could not be made: the record is not insert-only';
END $$;
