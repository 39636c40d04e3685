import { OutsideFrame } from "@/components/shell/outside-frame";
import { ButtonLink } from "@/components/ui/button-link";

export default function NotFound() {
  return (
    <OutsideFrame
      title="There is nothing at this address"
      description="The link may be old, or it leads to a workspace that you are not a member of."
    >
      <ButtonLink href="/">Go to the console</ButtonLink>
    </OutsideFrame>
  );
}
