import { CallFailed } from "@/lib/http/client";

/** What is wrong with one field, in words; undefined for nothing. */
export function issueOf(error: unknown, field: string): string | undefined {
  return error instanceof CallFailed ? error.problem?.issues?.find(({ path }) => path === `/${field}`)?.message : undefined;
}

/** Whether a failure is said beside its fields already. */
export function hasIssues(error: unknown): boolean {
  return error instanceof CallFailed && (error.problem?.issues?.length ?? 0) > 0;
}
