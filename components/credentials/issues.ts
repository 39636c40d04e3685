import { CallFailed } from "@/lib/http/client";

/** The sentences of a refusal, by the field that they belong to: "/label". */
export function issuesOf(error: unknown): Partial<Record<string, string>> {
  if (!(error instanceof CallFailed)) return {};
  return Object.fromEntries((error.problem?.issues ?? []).map((issue) => [issue.path, issue.message]));
}

/** True when an error is fully told by the fields, so that no notice is needed above them. */
export function isToldByFields(error: unknown, fields: readonly string[]): boolean {
  const paths = Object.keys(issuesOf(error));
  return paths.length > 0 && paths.every((path) => fields.includes(path));
}
