ALTER TABLE "board_entries" ADD COLUMN "is_certified" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "certified_on" date;--> statement-breakpoint
ALTER TABLE "partners" ADD COLUMN "certified_for" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE OR REPLACE FUNCTION make_board_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO board_entries (workspace_id, made_at, search_text, simulator_stage, live_stage, any_stage, is_certified)
  SELECT NEW.workspace_id, NEW.made_at, search_text_of(NEW, w), NEW.simulator_stage, NEW.live_stage, NEW.any_stage, NEW.certified_on IS NOT NULL FROM workspaces w WHERE w.id = NEW.workspace_id
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE FUNCTION certify_board_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE board_entries SET is_certified = NEW.certified_on IS NOT NULL WHERE workspace_id = NEW.workspace_id;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER certify_board_entry AFTER UPDATE ON partners FOR EACH ROW
  WHEN ((OLD.certified_on IS NULL) <> (NEW.certified_on IS NULL)) EXECUTE FUNCTION certify_board_entry();
