import type { Metadata } from "next";
import { Invitation } from "@/components/invitation/invitation";
import { OutsideFrame } from "@/components/shell/outside-frame";

export const metadata: Metadata = { title: "Invitation" };

export default function InvitationPage() {
  return (
    <OutsideFrame title="You are invited">
      <Invitation />
    </OutsideFrame>
  );
}
