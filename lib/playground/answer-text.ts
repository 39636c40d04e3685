import { TRANSPORT_FAILURES } from "@/lib/upstream/model";
import type { RunsNarrowing } from "./narrowing";

/** One exact answer as a person types it: "422", "INVALID_PROMOCODE", "422 INVALID_PROMOCODE" or, where none came, "reset". */

type Answer = Pick<RunsNarrowing, "status" | "errorCode" | "failure">;

export function answerText({ status, errorCode, failure }: Answer): string {
  return [failure, status, errorCode].filter((part) => part !== undefined).join(" ");
}

/** Every part is named, so that what is not typed any more is not looked for any more. */
export function readAnswer(text: string): Answer {
  const [first = "", ...rest] = text.trim().split(/\s+/);
  const status = /^[1-9]\d\d$/.test(first) ? Number(first) : undefined;
  const failure = TRANSPORT_FAILURES.find((known) => known === first);
  const code = (status === undefined && failure === undefined ? [first, ...rest] : rest).join(" ");
  return { status, failure, errorCode: code === "" ? undefined : code };
}
