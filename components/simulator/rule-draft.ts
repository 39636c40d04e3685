import type { FaultEffects, FaultRule } from "@/lib/catalog/fault-rules";

export interface OperationChoice {
  id: string;
  summary: string;
  group: string;
}

/** What a rule does, by the name that the form gives it; the rest of a rule is written as JSON. */
export const EFFECTS = [
  { name: "status", label: "Answer with a status" },
  { name: "status-after", label: "Carry it out, then answer with a status" },
  { name: "lose", label: "Carry it out, then lose the answer" },
  { name: "drop", label: "Drop the connection before anything happens" },
  { name: "slow", label: "Wait five seconds, then answer" },
  { name: "drip", label: "Drip the answer, 200 bytes a second" },
  { name: "truncate", label: "Cut the answer off in its middle" },
  { name: "html", label: "Answer with an HTML page" },
  { name: "content-type", label: "Answer under a wrong content type" },
  { name: "malformed", label: "Answer with malformed JSON" },
  { name: "empty", label: "Answer with no body" },
  { name: "revoke", label: "Revoke the token of the call" },
] as const;

export type EffectName = (typeof EFFECTS)[number]["name"];

/** The effects of a name as a rule writes them. */
export function effectsFor(name: EffectName, status: number): FaultEffects {
  switch (name) {
    case "status":
      return { status };
    case "status-after":
      return { status, after_processing: true };
    case "lose":
      return { drop: "after_processing" };
    case "drop":
      return { drop: "before_processing" };
    case "slow":
      return { delay_ms: 5_000 };
    case "drip":
      return { drip_bytes_per_second: 200 };
    case "truncate":
      return { truncate: true };
    case "html":
      return { html: true };
    case "content-type":
      return { content_type: "text/plain" };
    case "malformed":
      return { malformed_json: true };
    case "empty":
      return { empty: true };
    case "revoke":
      return { revoke_token: true };
  }
}

/** The rule to begin with when a link of the error reference asks for one, such as "429" or "reset". */
export function draftFor(askedFault: string | undefined): FaultRule {
  const when = { operation: "createOrder", every: 2 };
  const byLink: Readonly<Record<string, EffectName>> = { slow: "slow", drip: "drip", truncate: "truncate", reset: "lose", html: "html", "malformed-json": "malformed", "wrong-content-type": "content-type", empty: "empty" };
  const name = byLink[askedFault ?? ""];
  if (name !== undefined) return { when, then: effectsFor(name, 500), until: {} };
  const status = /^[45]\d\d$/.test(askedFault ?? "") ? Number(askedFault) : 503;
  return { when, then: { status }, until: {} };
}

/** When a rule strikes, in words: "every 2nd call of createOrder". */
export function whenText({ when }: FaultRule): string {
  const turn = when.nth !== undefined ? `call number ${when.nth}` : when.every === undefined || when.every === 1 ? "every call" : `every ${ordinal(when.every)} call`;
  const about = [
    when.operation === undefined ? undefined : `of ${when.operation}`,
    when.resource === undefined ? undefined : `on ${when.resource}`,
    when.method === undefined ? undefined : `with ${when.method}`,
    when.reference === undefined ? undefined : `that names ${when.reference}`,
    when.client === undefined ? undefined : `by ${when.client}`,
  ].filter((part) => part !== undefined);
  return [turn, ...about].join(" ");
}

/** What a rule does, in words. */
export function thenText({ then }: FaultRule): string {
  const parts = [
    then.revoke_token === true ? "revokes the token" : undefined,
    then.delay_ms === undefined ? undefined : `waits ${then.delay_ms / 1000} s`,
    then.drop === "before_processing" ? "drops the connection before anything happens" : undefined,
    then.drop === "after_processing" ? "carries it out and loses the answer" : undefined,
    then.status === undefined ? undefined : `${then.after_processing === true ? "carries it out and answers" : "answers"} ${then.status}`,
    then.html === true ? "answers with an HTML page" : undefined,
    then.malformed_json === true ? "breaks the JSON" : undefined,
    then.empty === true ? "leaves the body out" : undefined,
    then.truncate === true ? "cuts the answer off" : undefined,
    then.content_type === undefined ? undefined : `says ${then.content_type}`,
    then.headers === undefined ? undefined : `changes ${Object.keys(then.headers).join(", ")}`,
    then.body_patch === undefined ? undefined : "changes the body",
    then.drip_bytes_per_second === undefined ? undefined : `drips ${then.drip_bytes_per_second} bytes a second`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

/** Until when, in words; undefined for a rule without an end. */
export function untilText({ until }: FaultRule): string | undefined {
  const parts = [until.strikes === undefined ? undefined : `${until.strikes} ${until.strikes === 1 ? "strike" : "strikes"}`, until.moment].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : `until ${parts.join(" or ")}`;
}

function ordinal(count: number): string {
  const tens = count % 100;
  const suffix = tens > 10 && tens < 20 ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
  return `${count}${suffix}`;
}
