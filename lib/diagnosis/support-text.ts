import type { Diagnosis } from "./model";

/** What a support desk asks for; all of it without secrets. */
export interface SupportContext {
  operation: string;
  environment: string;
  apiVersion?: string;
  /** The App-Reference header that was sent, if one was. */
  requestReference?: string;
  /** ISO 8601 with zone. */
  sentAt: string;
  durationMs?: number;
}

/** A block to paste into a support request: plain text, one fact a line, facts that are absent left out. */
export function supportText(diagnosis: Diagnosis, context: SupportContext): string {
  const words = diagnosis.theirWords;
  const lines: [string, string | undefined][] = [
    ["Operation", context.operation],
    ["Environment", [context.environment, context.apiVersion && `v${context.apiVersion}`].filter(Boolean).join(", ")],
    ["Sent at", context.sentAt],
    ["Answered after", context.durationMs === undefined ? undefined : `${context.durationMs} ms`],
    ["Result", diagnosis.status === undefined ? diagnosis.code.replace("failure-", "no reply: ") : `HTTP ${diagnosis.status}`],
    ["Error", words.error],
    ["Error reference", words.error_reference],
    ["Request reference", context.requestReference],
    ["Message", words.error_message],
    ["Description", words.error_description],
    ...words.errors.map((one): [string, string] => ["Problem", one]),
    ["Body", hasWords(diagnosis) ? undefined : words.excerpt],
    ["Our reading", `${diagnosis.title} (${diagnosis.party}; effect: ${diagnosis.effect})`],
  ];
  return lines.filter(([, value]) => value !== undefined && value !== "").map(([name, value]) => `${name}: ${value}`).join("\n");
}

function hasWords({ theirWords }: Diagnosis): boolean {
  return theirWords.error !== undefined || theirWords.error_message !== undefined || theirWords.error_description !== undefined;
}
