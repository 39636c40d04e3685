import type { Metadata } from "next";
import { NewWorkspaceForm } from "@/components/workspaces/new-workspace-form";
import { OutsideFrame } from "@/components/shell/outside-frame";
import { ButtonLink } from "@/components/ui/button-link";
import { requirePerson } from "@/lib/auth/gate";

export const metadata: Metadata = { title: "New workspace" };

export default async function NewWorkspacePage() {
  await requirePerson("/workspaces/new");
  return (
    <OutsideFrame title="A new workspace" description="With credentials, calls and members of its own, and the built-in simulator ready to use. You become its owner.">
      <NewWorkspaceForm />
      <ButtonLink href="/" variant="link" className="mt-5">
        Back to the console
      </ButtonLink>
    </OutsideFrame>
  );
}
