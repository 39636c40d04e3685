/** What `npm run bench:scale` measures: the services as the pages call them, with real scopes. */
import type { z } from "zod";
import { checkRecord } from "@/lib/audit/chain/service";
import { choices, list as listAudit } from "@/lib/audit/service";
import { scopeFor } from "@/lib/auth/scope";
import { readBoard } from "@/lib/operator/board/service";
import { boardQuery, SORTS, type BoardQuery } from "@/lib/operator/board/schema";
import { readOverview } from "@/lib/overview/service";
import { writeCursor } from "@/lib/playground/cursor";
import { errorGroups } from "@/lib/playground/history/service";
import { readRetention } from "@/lib/playground/retention/service";
import { runFilter } from "@/lib/playground/schema";
import { list, open } from "@/lib/playground/service";
import { list as listTokens, timeline } from "@/lib/tokens/read/service";
import { accessTokenFor } from "@/lib/tokens/service";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import type { ModelWorkspace } from "./model-workspace";

export interface Measure {
  name: string;
  /** Does it once. It throws when the answer is not what it should be. */
  once(): Promise<unknown>;
}

const DAY_MS = 86_400_000;
/** Sorts before every id. */
const NIL = "00000000-0000-0000-0000-000000000000";
const PAGE = 30;

/** All measures of one database. `largest` has a tenth of all runs, and is who the services are asked for. */
export async function measuresOf(model: ModelWorkspace): Promise<Measure[]> {
  const scope = await scopeFor({ userId: model.owner.userId, authenticatedAt: new Date() }, model.owner.workspaceSlug, "bench");
  return [...historyOf(scope), ...recordOf(scope), ...restOf(scope, model), ...boardOf(model)];
}

function historyOf(scope: WorkspaceScope): Measure[] {
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
  const runs = (what: string, filter: z.input<typeof runFilter>, expected: "full" | "some" | "none" = "full"): Measure => ({
    name: `runs: ${what}`,
    once: async () => {
      const page = await list(scope, runFilter.parse(filter));
      const found = page.runs.length;
      if (expected === "none" ? found > 0 : expected === "some" ? found === 0 : found < PAGE) throw new Error(`runs: ${what} found ${found}`);
      return page;
    },
  });
  const after = (days: number) => writeCursor({ startedAt: ago(days), id: NIL });
  return [
    runs("first page", {}),
    { name: "runs: second page", once: async () => list(scope, runFilter.parse({ cursor: (await list(scope, runFilter.parse({}))).next ?? "" })) },
    runs("a page in the middle", { cursor: after(14) }),
    runs("near the end", { cursor: after(28) }, "some"),
    runs("2xx", { result: "2xx" }),
    runs("4xx", { result: "4xx" }),
    runs("5xx", { result: "5xx" }),
    runs("3xx, of which there are none", { result: "3xx" }, "none"),
    runs("without an answer", { result: "failed" }),
    runs("only errors", { errors: "1" }),
    runs("one operation", { operationId: "createOrder" }),
    runs("an operation that nobody used", { operationId: "getVoucher" }, "none"),
    runs("one operation, 5xx", { operationId: "getProducts", result: "5xx" }),
    runs("one environment", { environment: "staging" }),
    runs("an environment that nobody used", { environment: "production" }, "none"),
    runs("one person", { madeBy: scope.userId }),
    runs("a person who sent nothing", { madeBy: crypto.randomUUID() }, "none"),
    runs("one day", { from: ago(10).toISOString(), to: ago(9).toISOString() }, "some"),
    runs("one person, one day, errors", { madeBy: scope.userId, errors: "1", from: ago(10).toISOString(), to: ago(9).toISOString() }, "some"),
    runs("search: one reference", { reference: "ORD-0815-0-13" }, "some"),
    runs("search: a reference that is not there", { reference: "ORD-0815-9-13" }, "none"),
    runs("search: a beginning that few have", { reference: "ORD-0815-0-13*" }, "some"),
    runs("search: a beginning that most have", { reference: "SHOP-1-0*" }),
    { name: "run: open one", once: async () => open(scope, (await list(scope, runFilter.parse({ cursor: after(14), limit: 1 }))).runs[0]?.id ?? "") },
    { name: "errors, grouped", once: () => errorGroups(scope) },
  ];
}

function recordOf(scope: WorkspaceScope): Measure[] {
  const day = (ago: number) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
  return [
    { name: "record: first page", once: () => listAudit(scope) },
    { name: "record: second page", once: async () => listAudit(scope, { before: (await listAudit(scope)).at(-1)?.id }) },
    { name: "record: one action", once: () => listAudit(scope, { action: "token.issued" }) },
    { name: "record: an action that never was", once: () => listAudit(scope, { action: "run.deleted" }) },
    { name: "record: one person", once: () => listAudit(scope, { actor: scope.userId }) },
    { name: "record: a person who did nothing", once: () => listAudit(scope, { actor: crypto.randomUUID() }) },
    { name: "record: one day", once: () => listAudit(scope, { from: day(12), to: day(12) }) },
    { name: "record: what to filter by", once: () => choices(scope) },
    { name: "record: what retention deleted", once: () => readRetention(scope) },
  ];
}

function restOf(scope: WorkspaceScope, { credentialId }: ModelWorkspace): Measure[] {
  return [
    { name: "workspace: overview", once: () => readOverview(scope) },
    { name: "workspace: who may enter", once: () => scopeFor({ userId: scope.userId }, scope.workspaceSlug, "bench") },
    { name: "tokens: look-up for a call", once: () => aliveToken(scope, credentialId) },
    { name: "tokens: list", once: () => listTokens(scope) },
    { name: "tokens: timeline of a day", once: () => timeline(scope, 24) },
  ];
}

async function aliveToken(scope: WorkspaceScope, credentialId: string): Promise<void> {
  const answer = await accessTokenFor(scope, { credentialId, apiVersion: "3.8", scopes: [] });
  if (answer.kind !== "token") throw new Error(`The token was not found: ${answer.kind}`);
}

function boardOf({ operator }: ModelWorkspace): Measure[] {
  const board = (what: string, query: Partial<BoardQuery>): Measure => ({ name: `board: ${what}`, once: () => readBoard(operator, { ...boardQuery.parse({}), ...query }) });
  return [
    ...SORTS.map((sort) => board(`by ${sort}`, { sort })),
    { name: "board: second page", once: async () => readBoard(operator, { ...boardQuery.parse({}), after: (await readBoard(operator, boardQuery.parse({}))).next }) },
    board("one stage", { stage: "good" }),
    board("only live", { place: "live" }),
    board("search", { q: "partner-1" }),
  ];
}

/** Reads what was filled through the services' contracts, and walks the whole chain of the record. @throws for the first thing that is not as the services write it */
export async function proveShape({ owner }: ModelWorkspace): Promise<{ runs: number; events: number }> {
  const scope = await scopeFor({ userId: owner.userId, authenticatedAt: new Date() }, owner.workspaceSlug, "bench");
  const { runs } = await list(scope, runFilter.parse({ limit: 100 }));
  for (const { id } of runs) await open(scope, id);
  await listTokens(scope);
  const { events, fault } = await checkRecord(scope);
  if (fault !== undefined) throw new Error(`The record's chain has a fault: ${fault.kind} at ${fault.sequence}`);
  return { runs: runs.length, events };
}
