import type { Metadata } from "next";
import { InvitationsCard } from "@/components/members/invitations-card";
import { LeaveCard } from "@/components/members/leave-card";
import { MembersCard } from "@/components/members/members-card";
import { PageHeader } from "@/components/ui/page-header";
import { requireScope } from "@/lib/auth/gate";
import { listInvitations } from "@/lib/workspaces/invitations/service";
import { listMembers } from "@/lib/workspaces/members/service";
import { mayRole } from "@/lib/workspaces/model";
import { readWorkspace } from "@/lib/workspaces/service";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage({ params }: { params: Promise<{ workspace: string }> }) {
  const scope = await requireScope((await params).workspace, "member.read");
  const [{ members }, workspace] = await Promise.all([listMembers(scope), readWorkspace(scope)]);
  const { workspaceSlug: slug, role } = scope;
  return (
    <>
      <PageHeader title="Members" description="Who is in this workspace, as what, and where they may send to. A change counts from a person's next click." />
      <div className="grid gap-5">
        <MembersCard slug={slug} mine={role} initial={members} />
        {mayRole(role, "member.manage") ? <InvitationsCard slug={slug} mine={role} initial={(await listInvitations(scope)).invitations} /> : null}
        <LeaveCard slug={slug} workspaceName={workspace.name} />
      </div>
    </>
  );
}
