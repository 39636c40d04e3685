import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import { PasswordForm } from "@/components/account/password-form";
import { SessionList } from "@/components/account/session-list";
import { WorkspaceList } from "@/components/account/workspace-list";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { hasPassword, listSessions } from "@/lib/auth/account";
import { requirePerson } from "@/lib/auth/gate";
import { listMine } from "@/lib/workspaces/service";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const person = await requirePerson("/account");
  const [{ sessions }, workspaces, canChangePassword] = await Promise.all([listSessions(person), listMine(person.userId), hasPassword(person)]);
  return (
    <main className="mx-auto grid w-full max-w-2xl gap-5 px-4 py-8">
      <div>
        <ButtonLink href="/" variant="ghost" size="sm" className="mb-4 -ml-2">
          <ArrowLeft aria-hidden />
          Back to the console
        </ButtonLink>
        <PageHeader title="Your account" description={`${person.name} · ${person.email}`} />
      </div>
      <SessionList initial={sessions} />
      {canChangePassword ? <PasswordForm /> : null}
      <WorkspaceList workspaces={workspaces} />
    </main>
  );
}
