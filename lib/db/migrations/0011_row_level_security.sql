-- Row-level security: a second wall between workspaces. A connection says for whom it works (console.workspace): the id of a workspace,
-- '*' for all of them, '' or nothing for none. Rows of others are then not there: not to be read, changed, deleted or made.

-- The workspace that this connection works for; null for none and for all.
CREATE FUNCTION console_workspace() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(nullif(current_setting('console.workspace', true), ''), '*') $$;--> statement-breakpoint
CREATE FUNCTION console_everywhere() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('console.workspace', true) = '*', false) $$;--> statement-breakpoint
-- Puts a table behind the wall, by its column workspace_id or world. Every migration that makes such a table calls it; a test finds a table
-- that was forgotten. FORCE, because where the application has no role of its own it works as the owner of the tables.
-- In (SELECT …) what the connection says is read once for a statement, not for every row.
CREATE FUNCTION put_behind_wall(walled regclass, owner_column text DEFAULT 'workspace_id', also text DEFAULT 'false') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  column_type text := (SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = walled AND attname = owner_column);
  mine text := format('%I = (SELECT console_workspace()::%s) OR (SELECT console_everywhere()) OR %s', owner_column, column_type, also);
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', walled);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', walled);
  EXECUTE format('CREATE POLICY of_one_workspace ON %s USING (%s) WITH CHECK (%s)', walled, mine, mine);
END
$$;--> statement-breakpoint
-- Every table that has a workspace or a world by now. The installation's own chain has its head under the nil UUID, and whoever does
-- something may add to it.
SELECT put_behind_wall('workspaces', 'id');--> statement-breakpoint
SELECT put_behind_wall('audit_heads', 'workspace_id', 'workspace_id = ''00000000-0000-0000-0000-000000000000''');--> statement-breakpoint
SELECT put_behind_wall(c.oid, a.attname::text)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attname IN ('workspace_id', 'world') AND c.relname <> 'audit_heads';
