/** Deletes the tenant's filter from every statement on its way to the database, as if somebody had forgotten to write it. */
import pg from "pg";
import { vi } from "vitest";
import { closeDatabase } from "@/lib/db/client";

/** A comparison of whose a row is with a parameter, where a condition stands; in `set` and `values` it is no filter. */
const FILTER = /(?<=\b(?:where|and|or|on|using)\s*\(*\s*|\(\s*)(?:(?:"?\w+"?\.)?"?(?:workspace_id|world)"?|"workspaces"\."id")\s*=\s*(\$\d+)(?:::\w+)?/gi;

/** The same statement without its tenant. The parameter stays, because PostgreSQL wants to know its type. */
export function withoutTenant(statement: string): string {
  return statement.replace(FILTER, "$1::text is not null");
}

/**
 * - `honest`: statements as they are written
 * - `walled`: without the tenant's filter, behind the wall
 * - `open`: without both
 */
export type Mode = "honest" | "walled" | "open";

/** Runs `work` in this mode. @returns how many statements lost a filter */
export async function inMode(mode: Mode, work: () => Promise<void>): Promise<number> {
  let changed = 0;
  const send = pg.Client.prototype.query as (...all: unknown[]) => unknown;
  const change = (given: unknown, values: unknown): [unknown, unknown] => {
    const text = typeof given === "string" ? given : ((given as { text?: string } | null)?.text ?? "");
    if (mode === "open" && text.includes("set_config('console.workspace'")) return [given, ["*"]];
    const forgetful = mode === "honest" ? text : withoutTenant(text);
    if (forgetful === text) return [given, values];
    changed += 1;
    return [typeof given === "string" ? forgetful : { ...(given as object), text: forgetful }, values];
  };
  // Connections remember for whom they work, which must not outlive a mode in which that was not true.
  await closeDatabase();
  const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (this: pg.Client, ...[given, values, ...rest]: unknown[]) {
    return send.apply(this, [...change(given, values), ...rest]);
  } as never);
  try {
    await work();
  } finally {
    spy.mockRestore();
    await closeDatabase();
  }
  return changed;
}
