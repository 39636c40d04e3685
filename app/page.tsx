import { redirect } from "next/navigation";
import { NewWorkspaceForm } from "@/components/workspaces/new-workspace-form";
import { OutsideFrame } from "@/components/shell/outside-frame";
import { ButtonLink } from "@/components/ui/button-link";
import { requirePerson } from "@/lib/auth/gate";
import { listMine } from "@/lib/workspaces/service";

export default async function HomePage() {
  const person = await requirePerson();
  const [first] = await listMine(person.userId);
  if (first) redirect(`/${first.slug}`);
  if (person.isOperator) redirect("/operator");
  return (
    <OutsideFrame
      title="You are in no workspace"
      description={`To join your team, ask one of its owners or admins to invite ${person.email}, and open the link that they give you. Or make a workspace of your own.`}
    >
      <NewWorkspaceForm />
      <ButtonLink href="/account" variant="link" className="mt-5">
        Your account
      </ButtonLink>
    </OutsideFrame>
  );
}
