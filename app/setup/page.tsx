import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SetUpForm } from "@/components/setup/set-up-form";
import { OutsideFrame } from "@/components/shell/outside-frame";
import { isSetupOpen } from "@/lib/auth/first-owner";

export const metadata: Metadata = { title: "Set up" };

export default async function SetUpPage() {
  if (!(await isSetupOpen())) notFound();
  return (
    <OutsideFrame title="Make this console yours" description="You become its owner and get a workspace with a built-in simulator, ready to use. No mail is sent and no other account is needed.">
      <SetUpForm />
    </OutsideFrame>
  );
}
