CREATE INDEX "audit_by_action" ON "audit_events" USING btree ("workspace_id","action","sequence");--> statement-breakpoint
CREATE INDEX "audit_by_person" ON "audit_events" USING btree ("workspace_id","actor_id","sequence");--> statement-breakpoint
CREATE INDEX "runs_by_environment" ON "runs" USING btree ("workspace_id","environment","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "runs_redirected" ON "runs" USING btree ("workspace_id","started_at" DESC NULLS LAST) WHERE status >= 300 and status < 400;--> statement-breakpoint
CREATE INDEX "runs_refused" ON "runs" USING btree ("workspace_id","started_at" DESC NULLS LAST) WHERE status >= 400 and status < 500;--> statement-breakpoint
CREATE INDEX "runs_broken" ON "runs" USING btree ("workspace_id","started_at" DESC NULLS LAST) WHERE status >= 500 and status < 600;--> statement-breakpoint
CREATE INDEX "runs_unanswered" ON "runs" USING btree ("workspace_id","started_at" DESC NULLS LAST) WHERE failure is not null or status is null;