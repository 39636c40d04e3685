/**
 * Sends one operation and streams what comes back: progress, the facts of the reply, its bytes,
 * and at the end what it means. The token is added here, at the moment of dialling, and taken out
 * again wherever the other side repeats it. Holds no copy of a large body.
 */
import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { isWrite } from "@/lib/catalog/model";
import { findOperation } from "@/lib/catalog/operations";
import { readUsable } from "@/lib/credentials/service";
import { takePlace } from "@/lib/fair-use/bulkhead/service";
import { sendFor } from "@/lib/fair-use/service";
import type { Wait } from "@/lib/fair-use/model";
import { log } from "@/lib/http/log";
import { AppError } from "@/lib/shared/errors";
import { recordUse } from "@/lib/tokens/service";
import { buildUrl } from "@/lib/upstream/build-url";
import { baseUrl } from "@/lib/upstream/environments";
import { BodyFailure, type FailedSend, type HeaderField, type Reply } from "@/lib/upstream/model";
import { assertMay, assertMayWriteTo } from "@/lib/workspaces/authorize";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { announceRun } from "../announce/service";
import { buildRequest } from "../build-request";
import { captureBody } from "../capture";
import { bodyFrames, headFrame, progressFrame, trailerFrame } from "../frames";
import type { RunInput } from "../schema";
import { scrubText } from "../scrub";
import { formsToHide, grantedOf, newCourse, usedToken, type Course } from "./course";
import { exchangeFrames, exchangeScopes } from "./exchange/service";
import { finish } from "./finish/service";
import { bodyBytes, drawRequest, outboundHeaders, scopesOf, type Plan } from "./plan";
import { pulledStream } from "./pulled-stream";
import { obtainToken, renewAfterRefusal } from "./token/service";
import { whileWaiting } from "./while-waiting";

type Frames = AsyncGenerator<Uint8Array, void, void>;

/**
 * Sends, and answers with the frames of `frames.ts`. Stopping to read them, or the signal, closes
 * the connection to the other side. A send to production is on record before it begins.
 *
 * @throws AppError `input.refused` with pointers into the input, `workspace.busy`, or `console.unavailable`, before anything is sent
 */
export async function send(scope: WorkspaceScope, input: RunInput, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  assertMay(scope, "run.send");
  const plan = await planRun(scope, input);
  assertMayWriteTo(scope, input.environment, isWrite(plan.operation));
  const leave = takePlace(scope.workspaceId);
  const cancel = new AbortController();
  // A reader who leaves before the first frame never lets the generator begin, nor end.
  cancel.signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) cancel.abort();
  signal.addEventListener("abort", () => cancel.abort(), { once: true });
  await announceRun(scope, plan).catch((error: unknown) => {
    leave();
    throw error;
  });
  return pulledStream(frames(scope, plan, cancel.signal, leave), cancel);
}

function refused(path: string, message: string): AppError {
  return new AppError("input.refused", message, { issues: [{ path, message }] });
}

async function planRun(scope: WorkspaceScope, input: RunInput): Promise<Plan> {
  const operation = findOperation(input.operationId);
  if (operation === undefined) throw refused("/operationId", "The catalogue has no such operation.");
  const credential = operation.auth === "none" ? null : await credentialFor(scope, input);
  if (operation.auth === "basic") exchangeScopes(input);
  const runId = randomUUID();
  const parts = buildRequest(operation, input, runId);
  if (!parts.ok) {
    const [first] = parts.error;
    throw new AppError("input.refused", `This cannot be sent as it is: ${first?.path.split("/").at(-1)} ${first?.message}.`, {
      issues: parts.error,
    });
  }
  const url = buildUrl(
    baseUrl(input.environment, input.apiVersion),
    parts.value.pathTemplate,
    parts.value.pathParameters,
    parts.value.query,
  );
  return { runId, operation, input, credential, parts: parts.value, url };
}

/** A token of one environment must never be sent to another. */
async function credentialFor(scope: WorkspaceScope, input: RunInput): Promise<Plan["credential"]> {
  if (input.credentialId === null) throw refused("/credentialId", "This operation needs a credential: choose one.");
  const credential = await readUsable(scope, input.credentialId);
  if (credential.environment !== input.environment) {
    throw refused(
      "/credentialId",
      `The credential "${credential.label}" belongs to ${credential.environment}, not to ${input.environment}.`,
    );
  }
  return { id: credential.id, label: credential.label };
}

async function* frames(scope: WorkspaceScope, plan: Plan, signal: AbortSignal, leave: () => void): Frames {
  const course = newCourse();
  let isFinished = false;
  const end = () => {
    isFinished = true;
    return finish(scope, plan, course);
  };
  try {
    const framesOf = plan.operation.auth === "basic" ? exchangeFrames : callFrames;
    yield* framesOf(scope, plan, course, signal);
    yield trailerFrame(await end());
  } catch (error) {
    // A fault of ours. The stream breaks off, so the browser says that the console did; the run is kept as far as it came.
    log().error({ err: error, requestId: scope.requestId, runId: plan.runId }, "A send broke off");
    course.outcome ??= {
      kind: "failed",
      failure: "cancelled",
      detail: "The console broke off because of a fault of its own.",
      mayHaveBeenReceived: course.request !== undefined,
      status: null,
    };
    throw error;
  } finally {
    leave();
    // The reader left in the middle: the run is kept all the same, as what it is.
    if (!isFinished) await end();
  }
}

async function* callFrames(scope: WorkspaceScope, plan: Plan, course: Course, signal: AbortSignal): Frames {
  const { runId, operation } = plan;
  if (operation.auth === "bearer") {
    yield progressFrame({ runId, stage: "getting a token" });
    const obtained = yield* whileWaiting(runId, "getting a token", (onWait) => obtainToken(scope, plan, signal, onWait));
    if (!obtained.ok) {
      course.outcome = obtained.outcome;
      return;
    }
    course.token = obtained.token;
  }
  yield progressFrame({ runId, stage: "sending" });
  let reply = yield* whileWaiting(runId, "sending", (onWait) => dialOnce(scope, plan, course, signal, onWait));
  if (reply.kind === "reply" && reply.status === 401 && course.token !== undefined) {
    yield progressFrame({ runId, stage: "renewing the token" });
    const refusal = reply;
    const again = yield* whileWaiting(runId, "renewing the token", (onWait) => renewAfterRefusal(scope, plan, course, signal, onWait));
    if (again) {
      await refusal.body.cancel();
      reply = yield* whileWaiting(runId, "sending", (onWait) => dialOnce(scope, plan, course, signal, onWait));
    }
  }
  if (reply.kind === "reply") yield* replyFrames(plan, course, reply);
  else course.outcome = { ...reply, status: null };
}

async function dialOnce(
  scope: WorkspaceScope,
  plan: Plan,
  course: Course,
  signal: AbortSignal,
  onWait: (wait: Wait | null) => void,
): Promise<Reply | FailedSend> {
  const headers = outboundHeaders(plan.parts, course.token?.authorization.reveal());
  course.request = drawRequest(plan, course.token !== undefined);
  const credentialId = course.token === undefined ? null : plan.input.credentialId;
  const about = { operation: plan.operation.id, pathTemplate: plan.parts.pathTemplate, apiVersion: plan.input.apiVersion, attempt: course.renewed ? 2 : 1 };
  const dial = sendFor({ workspaceId: scope.workspaceId, credentialId, about, onWait });
  const answer = await dial({ method: plan.parts.method, url: plan.url, headers, body: bodyBytes(plan.parts) }, { signal });
  if (course.token !== undefined && (answer.kind === "reply" || answer.mayHaveBeenReceived)) recordUse(scope, course.token.tokenId);
  return answer;
}

function scrubHeaders(course: Course, headers: readonly HeaderField[], forms: readonly string[]): [string, string][] {
  return headers.map(([name, value]) => {
    const cleanName = scrubText(name, forms);
    const cleanValue = scrubText(value, forms);
    course.headerRedactions += cleanName.redactions + cleanValue.redactions;
    return [cleanName.text, cleanValue.text];
  });
}

async function* replyFrames(plan: Plan, course: Course, reply: Reply): Frames {
  const forms = formsToHide(course);
  const headers = scrubHeaders(course, reply.headers, forms);
  const capture = captureBody(createHash("sha256"), forms);
  course.headers = headers;
  course.captured = () => capture.captured();
  // True until the end has come; then it is replaced.
  course.outcome = {
    kind: "failed",
    failure: "cancelled",
    detail: "Reading stopped before the reply was complete.",
    mayHaveBeenReceived: true,
    status: reply.status,
  };
  const reader = reply.body.getReader();
  try {
    yield headFrame({
      origin: "upstream",
      runId: plan.runId,
      request: drawRequest(plan, course.token !== undefined),
      status: reply.status,
      headers,
      headersAfterMs: reply.headersAfterMs,
      token: usedToken(course),
      scopes: scopesOf(plan, grantedOf(course)),
    });
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield* bodyFrames(capture.push(value));
    }
    yield* bodyFrames(capture.end());
    course.outcome = { kind: "reply", status: reply.status };
  } catch (error) {
    if (!(error instanceof BodyFailure)) throw error;
    course.outcome = { kind: "failed", failure: error.failure, detail: error.message, mayHaveBeenReceived: true, status: reply.status };
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
