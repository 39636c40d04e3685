DROP INDEX "runs_by_token";--> statement-breakpoint
CREATE INDEX "runs_by_token" ON "runs" USING btree ("workspace_id","token_id","started_at");--> statement-breakpoint
-- An index answers alone only for pages that have been swept since they were written; with the usual fifth of the table, those of the last days never are.
ALTER TABLE "runs" SET (autovacuum_vacuum_insert_scale_factor = 0.01);