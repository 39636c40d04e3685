import { redirect } from "next/navigation";
import { OutsideFrame } from "@/components/shell/outside-frame";
import { ButtonLink } from "@/components/ui/button-link";
import { requirePerson } from "@/lib/auth/gate";
import { listMine } from "@/lib/workspaces/service";

export default async function HomePage() {
  const person = await requirePerson();
  const [first] = await listMine(person.userId);
  if (first) redirect(`/${first.slug}`);
  return (
    <OutsideFrame title="You are in no workspace yet" description="Ask an owner to add you to theirs; it then appears here by itself.">
      <ButtonLink href="/account">Your account</ButtonLink>
    </OutsideFrame>
  );
}
