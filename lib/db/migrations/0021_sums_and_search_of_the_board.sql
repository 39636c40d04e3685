CREATE TABLE "board_entries" (
	"workspace_id" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"search_text" text collate "C" NOT NULL,
	"simulator_stage" text NOT NULL,
	"live_stage" text NOT NULL,
	"any_stage" text NOT NULL,
	CONSTRAINT "board_entries_workspace_id_pk" PRIMARY KEY("workspace_id")
);
--> statement-breakpoint
DROP INDEX "workspaces_by_time";--> statement-breakpoint
ALTER TABLE "call_counts" ADD COLUMN "added_up" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "simulator_calls" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "simulator_errors" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "live_calls" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "live_errors" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "sums_since" date;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "simulator_rate" double precision GENERATED ALWAYS AS (coalesce((simulator_errors)::float8 / nullif(simulator_calls, 0)::float8, -1::float8)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "live_rate" double precision GENERATED ALWAYS AS (coalesce((live_errors)::float8 / nullif(live_calls, 0)::float8, -1::float8)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "any_rate" double precision GENERATED ALWAYS AS (coalesce((simulator_errors + live_errors)::float8 / nullif(simulator_calls + live_calls, 0)::float8, -1::float8)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "board_entries" ADD CONSTRAINT "board_entries_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "board_entries_by_time" ON "board_entries" USING btree ("made_at","workspace_id");--> statement-breakpoint
CREATE INDEX "call_counts_to_add_up" ON "call_counts" USING btree ("workspace_id") WHERE not added_up;--> statement-breakpoint
CREATE INDEX "partners_by_simulator_rate" ON "partners" USING btree ("simulator_rate","workspace_id");--> statement-breakpoint
CREATE INDEX "partners_by_live_rate" ON "partners" USING btree ("live_rate","workspace_id");--> statement-breakpoint
CREATE INDEX "partners_by_rate" ON "partners" USING btree ("any_rate","workspace_id");--> statement-breakpoint
CREATE INDEX "partners_by_sums_since" ON "partners" USING btree ("sums_since");--> statement-breakpoint
SELECT put_behind_wall('board_entries');--> statement-breakpoint
-- Whoever counts a call says with that that it is still to be added up, also a console of the version before, which knows nothing of it.
CREATE FUNCTION count_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.added_up := false;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER count_again BEFORE UPDATE ON call_counts FOR EACH ROW
  WHEN (OLD.added_up AND NEW.added_up AND (OLD.calls, OLD.errors) IS DISTINCT FROM (NEW.calls, NEW.errors)) EXECUTE FUNCTION count_again();--> statement-breakpoint
-- What the board counts and looks in follows its partner and the name of its workspace, whichever version of the console changes them.
CREATE FUNCTION search_text_of(partners, workspaces) RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT lower(concat_ws(E'\n', $2.name, $2.slug, $1.contact_email, $1.note)) $$;--> statement-breakpoint
CREATE FUNCTION make_board_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO board_entries (workspace_id, made_at, search_text, simulator_stage, live_stage, any_stage)
  SELECT NEW.workspace_id, NEW.made_at, search_text_of(NEW, w), NEW.simulator_stage, NEW.live_stage, NEW.any_stage FROM workspaces w WHERE w.id = NEW.workspace_id
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER make_board_entry AFTER INSERT ON partners FOR EACH ROW EXECUTE FUNCTION make_board_entry();--> statement-breakpoint
CREATE FUNCTION keep_board_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE board_entries SET simulator_stage = NEW.simulator_stage, live_stage = NEW.live_stage, any_stage = NEW.any_stage WHERE workspace_id = NEW.workspace_id;
  IF (OLD.contact_email, OLD.note) IS DISTINCT FROM (NEW.contact_email, NEW.note) THEN
    UPDATE board_entries SET search_text = search_text_of(NEW, w) FROM workspaces w WHERE board_entries.workspace_id = NEW.workspace_id AND w.id = NEW.workspace_id;
  END IF;
  RETURN NULL;
END
$$;--> statement-breakpoint
-- Not for every minute of calls.
CREATE TRIGGER keep_board_entry AFTER UPDATE ON partners FOR EACH ROW
  WHEN ((OLD.contact_email, OLD.note, OLD.simulator_stage, OLD.live_stage, OLD.any_stage) IS DISTINCT FROM (NEW.contact_email, NEW.note, NEW.simulator_stage, NEW.live_stage, NEW.any_stage))
  EXECUTE FUNCTION keep_board_entry();--> statement-breakpoint
CREATE FUNCTION rename_board_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE board_entries SET search_text = search_text_of(p, NEW) FROM partners p WHERE board_entries.workspace_id = NEW.id AND p.workspace_id = NEW.id;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER rename_board_entry AFTER UPDATE ON workspaces FOR EACH ROW
  WHEN ((OLD.name, OLD.slug) IS DISTINCT FROM (NEW.name, NEW.slug)) EXECUTE FUNCTION rename_board_entry();--> statement-breakpoint
CREATE FUNCTION forget_board_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM board_entries WHERE workspace_id = OLD.workspace_id;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER forget_board_entry AFTER DELETE ON partners FOR EACH ROW EXECUTE FUNCTION forget_board_entry();--> statement-breakpoint
INSERT INTO board_entries (workspace_id, made_at, search_text, simulator_stage, live_stage, any_stage)
SELECT p.workspace_id, p.made_at, search_text_of(p, w), p.simulator_stage, p.live_stage, p.any_stage FROM partners p JOIN workspaces w ON w.id = p.workspace_id;
