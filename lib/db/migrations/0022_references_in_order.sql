DROP INDEX "run_references_by_reference";--> statement-breakpoint
CREATE INDEX "run_references_by_reference" ON "run_references" USING btree ("workspace_id","reference","started_at" DESC NULLS LAST,"run_id");--> statement-breakpoint
-- As of runs: an index answers alone only for pages that have been swept since they were written.
ALTER TABLE "run_references" SET (autovacuum_vacuum_insert_scale_factor = 0.01);
