/**
 * Runs that were made: lists, opens, repeats and deletes them. What is kept of them was redacted
 * when it was kept; sending is in sending/.
 */
import "server-only";
import { actingIn } from "@/lib/audit/acting";
import { record as recordAudit } from "@/lib/audit/service";
import { inPlace } from "@/lib/fair-use/bulkhead/service";
import { AppError } from "@/lib/shared/errors";
import { readToken } from "@/lib/tokens/read/service";
import { assertMay } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { bundleOf } from "./bundle";
import { readCursor, writeCursor } from "./cursor";
import { masked, personalEnd } from "./personal/mask";
import { redactedInput, runDetail, runRow, type RunDetail, type RunFilter, type RunPage, type RunRow } from "./schema";
import { send } from "./sending/service";
import { deleteRun, findRun, inTransaction, selectRuns } from "./store";

const GONE = "There is no such run. It may have been deleted, or its days are over.";

interface SummaryColumns {
  startedAt: Date;
  madeBy: string | null;
  madeByName: string | null;
}

function common<T extends SummaryColumns>({ madeByName, ...row }: T) {
  return {
    ...row,
    startedAt: row.startedAt.toISOString(),
    madeBy: row.madeBy === null ? null : { id: row.madeBy, name: madeByName ?? "Somebody who has left" },
  };
}

/** The workspace's runs, newest first. @throws AppError `workspace.busy` while too many searches are under way */
export async function list(scope: WorkspaceScope, filter: RunFilter): Promise<RunPage> {
  assertMay(scope, "run.read");
  const before = filter.cursor === undefined ? undefined : readCursor(filter.cursor);
  const select = () => selectRuns(scope.workspaceId, filter, before);
  const found = filter.reference === undefined ? await select() : await inPlace(scope.workspaceId, select, "search");
  const page = found.slice(0, filter.limit);
  const last = page.at(-1);
  return {
    runs: page.map((row): RunRow => runRow.parse(common(row))),
    next: last !== undefined && found.length > page.length ? writeCursor(last) : null,
  };
}

/** One run with all that was kept of it. @throws AppError `resource.not-found` */
export async function open(scope: WorkspaceScope, id: string): Promise<RunDetail> {
  return read(scope, id, false);
}

async function read(scope: WorkspaceScope, id: string, isForStrangers: boolean): Promise<RunDetail> {
  assertMay(scope, "run.read");
  const found = await findRun(scope.workspaceId, id);
  if (found === undefined) throw new AppError("resource.not-found", GONE);
  const personalUntil = personalEnd(found);
  // From its moment on nobody reads it any more, also before it is masked where it is kept.
  const row = found.holdsPersonal && (isForStrangers || personalUntil === null) ? { ...found, ...masked(found) } : found;
  const kept = redactedInput.parse(row.input);
  return runDetail.parse({
    ...common(row),
    ...kept,
    personalUntil: personalUntil?.toISOString() ?? null,
    meaning: typeof row.diagnosis?.title === "string" ? row.diagnosis.title : null,
    bodyBytes: row.responseBytes,
    headers: row.responseHeaders,
    body: row.responseBody?.toString("utf8") ?? null,
    bodyKeptWhole: row.responseKeptWhole ?? true,
    bodySha256: row.responseSha256,
  });
}

/**
 * Sends the same once more; answers like `send`.
 *
 * @throws AppError `input.refused` with pointers when values were masked and have to be filled in again
 */
export async function replay(scope: WorkspaceScope, id: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  assertMay(scope, "run.send");
  const { input, masked } = await open(scope, id);
  if (masked.length > 0) {
    const issues = masked.map((path) => ({ path, message: "was masked when the run was kept; fill it in again" }));
    throw new AppError(
      "input.refused",
      "This run held personal data or a secret, which is not kept. Open it in the playground, fill in what is masked, and send it from there.",
      { issues },
    );
  }
  return send(scope, { ...input, replayOf: id }, signal);
}

/** Deletes a run for everybody. @throws AppError `resource.not-found` */
export async function remove(scope: WorkspaceScope, id: string): Promise<void> {
  assertMay(scope, "run.delete");
  await inTransaction(scope.workspaceId, async (tx) => {
    const gone = await deleteRun(tx, scope.workspaceId, id);
    if (gone === undefined) throw new AppError("resource.not-found", GONE);
    const { startedAt, id: runId, ...facts } = gone;
    await recordAudit(tx, {
      ...actingIn(scope),
      action: "run.deleted",
      subject: { runId, ...facts, startedAt: startedAt.toISOString() },
    });
  });
}

export interface KeptBody {
  fileName: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** The kept part of a reply's body, as a file. @throws AppError `resource.not-found` also where none was kept */
export async function downloadBody(scope: WorkspaceScope, id: string): Promise<KeptBody> {
  const run = await open(scope, id);
  if (run.body === null)
    throw new AppError("resource.not-found", "Nothing of this reply's body was kept: there was none, or it was not text.");
  const isJson = /^\s*[[{]/.test(run.body);
  return { fileName: `${run.operationId}-${run.id.slice(0, 8)}.${isJson ? "json" : "txt"}`, bytes: new TextEncoder().encode(run.body) };
}

/**
 * What support needs of a run, as one file: masked, also where the workspace itself may still read the data of guests.
 *
 * @throws AppError `resource.not-found`
 */
export async function downloadBundle(scope: WorkspaceScope, id: string, now: Date = new Date()): Promise<{ fileName: string; text: string }> {
  const run = await read(scope, id, true);
  // It goes with its credential; then nobody knows any more what was granted.
  const token = run.tokenId === null ? undefined : await readToken(scope, run.tokenId).catch(() => undefined);
  const bundle = bundleOf(run, { granted: token?.grantedScopes ?? null, now });
  return { fileName: `${run.operationId}-${run.id.slice(0, 8)}-support.json`, text: JSON.stringify(bundle, undefined, 2) };
}
