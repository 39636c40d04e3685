-- A world is named after its workspace, and the simulator knows no workspaces: so no foreign key can
-- take its rows along. Every table called simulator_… that has a column called world belongs to it.
CREATE FUNCTION remove_world_of_workspace() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  owned record;
BEGIN
  FOR owned IN
    SELECT columns.table_name FROM information_schema.columns AS columns
    WHERE columns.table_schema = TG_TABLE_SCHEMA AND columns.table_name LIKE 'simulator\_%' AND columns.column_name = 'world'
  LOOP
    EXECUTE format('DELETE FROM %I.%I WHERE world = $1', TG_TABLE_SCHEMA, owned.table_name) USING OLD.id::text;
  END LOOP;
  RETURN OLD;
END
$$;--> statement-breakpoint
CREATE TRIGGER remove_world AFTER DELETE ON workspaces FOR EACH ROW EXECUTE FUNCTION remove_world_of_workspace();
