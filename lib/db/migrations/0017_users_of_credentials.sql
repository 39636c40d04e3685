ALTER TABLE "credentials" ADD COLUMN "usable_by_roles" text[];--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "usable_by_members" uuid[] DEFAULT '{}' NOT NULL;