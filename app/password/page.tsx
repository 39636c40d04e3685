import type { Metadata } from "next";
import { NewPasswordForm } from "@/components/new-password/new-password-form";
import { OutsideFrame } from "@/components/shell/outside-frame";

export const metadata: Metadata = { title: "New password" };

export default function NewPasswordPage() {
  return (
    <OutsideFrame title="Choose a new password" description="The link is for you alone and works once. You are signed out everywhere when it has been used.">
      <NewPasswordForm />
    </OutsideFrame>
  );
}
