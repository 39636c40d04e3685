import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { OutsideFrame } from "@/components/shell/outside-frame";
import { signInErrorWords } from "@/components/sign-in/error-words";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { Notice } from "@/components/ui/notice";
import { isSetupOpen } from "@/lib/auth/first-owner";
import { currentPerson } from "@/lib/auth/gate";
import { pathOnThisSite } from "@/lib/auth/return-path";
import { settings } from "@/lib/env";

export const metadata: Metadata = { title: "Sign in" };

type Query = Record<string, string | string[] | undefined>;

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const one = (name: string) => (typeof query[name] === "string" ? query[name] : undefined);
  const { publicUrl, oidc } = settings();
  const next = pathOnThisSite(one("next") ?? one("callbackUrl"), publicUrl.origin);
  const person = await currentPerson();
  // For a fresh sign-in at the provider somebody comes here who is signed in.
  const isAgain = person !== undefined && one("again") !== undefined && oidc.length > 0;
  if (person && !isAgain) redirect(next);
  if (await isSetupOpen()) {
    return (
      <OutsideFrame title="This console has no owner yet">
        <Notice>Open the one-time set-up link that the console printed in its terminal when it started. Restart it to get a new link.</Notice>
      </OutsideFrame>
    );
  }
  return (
    <OutsideFrame title="Sign in">
      {isAgain ? <Notice className="mb-5">{`You are signed in as ${person.email}. Sign in once more, so that it counts as fresh.`}</Notice> : null}
      <SignInForm next={next} providers={oidc.map(({ id, name }) => ({ id, name }))} problem={signInErrorWords(one("error"))} />
    </OutsideFrame>
  );
}
