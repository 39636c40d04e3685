import { Notice } from "@/components/ui/notice";
import type { Entry } from "./enter";

/** Why the person is still on this page. */
export function SignInOutcome({ answer, problem }: { answer: Entry | undefined; problem: string | undefined }) {
  if (answer?.kind === "refused") {
    return (
      <Notice tone="error" title="E-mail address or password is not right">
        Check both. If you forgot the password, an owner of this console can help you.
      </Notice>
    );
  }
  if (answer?.kind === "wait") return <Notice tone="error" title="Too many attempts">{answer.detail}</Notice>;
  const detail = answer?.kind === "failed" ? answer.detail : problem;
  return detail === undefined ? null : <Notice tone="error" title="You are not signed in">{detail}</Notice>;
}
