/**
 * Everything of a workspace as lines of JSON, one thing a line, so that it can be of any size. What
 * is secret is not in it: credentials are as the console shows them, calls and saved requests as they were
 * redacted when they were kept; what of the calls this workspace reads for some days is as readable here.
 */
import "server-only";
import { actingIn } from "@/lib/audit/acting";
import { list as listEvents, record } from "@/lib/audit/service";
import { openRequest } from "@/lib/collections/requests/service";
import { listCollections } from "@/lib/collections/service";
import { list as listCredentials } from "@/lib/credentials/service";
import { streamInPlace } from "@/lib/fair-use/bulkhead/service";
import { listComments } from "@/lib/playground/comments/service";
import { list as listRuns, open as openRun } from "@/lib/playground/service";
import { forPartsOf } from "../authorize";
import { listMembers } from "../members/service";
import type { WorkspaceScope } from "../model";
import { readWorkspace } from "../service";
import { inTransaction } from "../store";

const EVENTS_A_PAGE = 200;
const RUNS_A_PAGE = 100;
const FORMAT = 1;

/** What a line is about. */
type Kind = "workspace" | "member" | "credential" | "collection" | "saved-request" | "run" | "comment" | "event" | "end";

/**
 * Begins an export; that it was asked for is on record before the first line.
 *
 * @throws AppError `workspace.busy` while too many exports are under way
 * @returns lines, each ending with a line feed; the last one is of the kind "end" and counts the others
 */
export async function exportWorkspace(scope: WorkspaceScope): Promise<ReadableStream<Uint8Array>> {
  const whole = forPartsOf(scope, "workspace.export");
  return streamInPlace(scope.workspaceId, () => beginExport(whole));
}

async function beginExport(whole: WorkspaceScope): Promise<ReadableStream<Uint8Array>> {
  await inTransaction(whole.workspaceId, (tx) => record(tx, { ...actingIn(whole), action: "workspace.exported", subject: {} }));
  const lines = linesOf(whole);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${value}\n`));
    },
    async cancel() {
      await lines.return();
    },
  });
}

async function* linesOf(scope: WorkspaceScope): AsyncGenerator<string, void, void> {
  let count = 0;
  const line = (kind: Kind, value: object): string => {
    count += 1;
    return JSON.stringify({ kind, ...value });
  };
  yield line("workspace", { format: FORMAT, exportedAt: new Date().toISOString(), ...(await readWorkspace(scope)) });
  for (const member of (await listMembers(scope)).members) yield line("member", member);
  for (const credential of await listCredentials(scope)) yield line("credential", credential);
  for (const { requests, ...collection } of (await listCollections(scope)).collections) {
    yield line("collection", collection);
    for (const { id } of requests) yield line("saved-request", await openRequest(scope, id));
  }
  let cursor: string | undefined;
  do {
    const page = await listRuns(scope, { limit: RUNS_A_PAGE, cursor });
    for (const { id, comments } of page.runs) {
      yield line("run", await openRun(scope, id));
      if (comments > 0) for (const comment of (await listComments(scope, id)).comments) yield line("comment", { runId: id, ...comment });
    }
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  let before: string | undefined;
  for (;;) {
    const events = await listEvents(scope, { limit: EVENTS_A_PAGE, before });
    for (const event of events) yield line("event", event);
    if (events.length < EVENTS_A_PAGE) break;
    before = events.at(-1)?.id;
  }
  yield JSON.stringify({ kind: "end", lines: count });
}
