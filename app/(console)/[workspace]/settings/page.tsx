import type { Metadata } from "next";
import { PersonalTokensCard } from "@/components/personal-tokens/personal-tokens-card";
import { PersonalDataCard } from "@/components/workspaces/personal-data-card";
import { RetentionCard } from "@/components/workspaces/retention-card";
import { DeleteCard } from "@/components/workspaces/delete-card";
import { ExportCard } from "@/components/workspaces/export-card";
import { RolesTable } from "@/components/workspaces/roles-table";
import { SettingsForm } from "@/components/workspaces/settings-form";
import { PageHeader } from "@/components/ui/page-header";
import { requireScope } from "@/lib/auth/gate";
import { readPersonalDays } from "@/lib/playground/personal/service";
import { readRetention } from "@/lib/playground/retention/service";
import { mayRole, rolesFor } from "@/lib/workspaces/model";
import { listPersonalTokens } from "@/lib/workspaces/personal-tokens/service";
import { readWorkspace } from "@/lib/workspaces/service";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const scope = await requireScope((await params).workspace, "workspace.read");
  const refusal = mayRole(scope.role, "workspace.settings") ? undefined : `Changing these takes the role ${rolesFor("workspace.settings").join(" or ")}.`;
  const [workspace, { tokens }, personal, retention] = await Promise.all([
    readWorkspace(scope),
    listPersonalTokens(scope),
    readPersonalDays(scope),
    mayRole(scope.role, "audit.read") ? readRetention(scope) : undefined,
  ]);
  return (
    <>
      <PageHeader title="Settings" description="The name of this workspace, how long its calls are kept, and what each role may do." />
      <div className="grid gap-5">
        <SettingsForm workspace={workspace} refusal={refusal} />
        <PersonalDataCard slug={workspace.slug} initial={personal} retentionDays={workspace.retentionDays} mayChange={refusal === undefined} />
        {retention === undefined ? null : <RetentionCard {...retention} auditHref={`/${workspace.slug}/audit`} />}
        <PersonalTokensCard slug={workspace.slug} initial={tokens} />
        <RolesTable mine={scope.role} />
        {mayRole(scope.role, "workspace.export") ? <ExportCard slug={workspace.slug} /> : null}
        {mayRole(scope.role, "workspace.own") ? <DeleteCard slug={workspace.slug} name={workspace.name} /> : null}
      </div>
    </>
  );
}
