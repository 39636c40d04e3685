/**
 * The built-in Distributor API, on a raw Node request. It knows nothing of the console: it shares
 * with it the API description and the floor, and is reached over HTTP like any other upstream.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { answer } from "@/lib/simulator/answer";
import { enterCrowd, tooManyAtOnce } from "@/lib/simulator/crowd";
import { seeing } from "@/lib/simulator/current-world";
import { countAnswer, overLimit } from "@/lib/simulator/fair-use";
import { misbehave } from "@/lib/simulator/misbehaviour/engine";
import { askedFault, effectsOf } from "@/lib/simulator/misbehaviour/named";
import { struckBy } from "@/lib/simulator/misbehaviour/rules";
import { CallerLeft, readBody } from "@/lib/simulator/read-body";
import { Refusal } from "@/lib/simulator/refusal";
import type { Reply } from "@/lib/simulator/reply";
import { simulatorSettings } from "@/lib/simulator/settings";
import { sideDoor } from "@/lib/simulator/side-doors";
import { findTarget, type Target } from "@/lib/simulator/target";
import { visitOf, type Visit } from "@/lib/simulator/visit";
import { appErrorIn } from "@/lib/shared/errors";
import { isDatabaseOutage, OUTAGE_RETRY_SECONDS } from "@/lib/shared/outage";
import { changeWorld } from "@/lib/simulator/worlds/change";
import { insertRevokedToken } from "@/lib/simulator/worlds/store";
import { writeReply } from "@/lib/simulator/write-reply";

export { startSimulator, type SimulatorSettings } from "@/lib/simulator/settings";
export { startDeliverer } from "@/lib/simulator/webhooks/deliverer";

/** Answers one request below `/api/simulator/`. Never rejects: what fails inside is answered as 500 and reported, a database that is away as 503. */
export async function handleSimulator(req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    await respond(req, res);
  } catch (error) {
    if (error instanceof CallerLeft || res.headersSent) res.destroy();
    else await writeReply(req, res, refused(error)).catch(() => res.destroy());
  }
}

async function respond(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const beside = await sideDoor(req);
  if (beside !== undefined) return writeReply(req, res, beside);
  const target = findTarget(req);
  const named = askedFault(req);
  const bytes = await readBody(req);
  const visit = await visitOf(req, target, bytes);
  if (visit !== undefined) enterCrowd(visit.facts.world, res);
  const limited = visit === undefined ? undefined : await overLimit(visit);
  if (limited !== undefined) return writeReply(req, res, await refusedIn(visit, limited));
  // What the request itself asks for goes before the world's rules, and is not counted by them.
  const struck = named === undefined && visit !== undefined ? await struckBy(visit, target, bytes) : undefined;
  await misbehave(named === undefined ? (struck ?? {}) : effectsOf(named), {
    req,
    res,
    target,
    carryOut: () => carryOut(req, target, bytes, visit),
    refuse: (refusal) => refusedIn(visit, refusal),
    revokeToken: () => revokeTokenOf(visit),
    answering: (status) => countAnswer(visit, status),
  });
}

async function revokeTokenOf(visit: Visit | undefined): Promise<void> {
  if (visit?.tokenId === undefined) return;
  const { facts, tokenId } = visit;
  await changeWorld(facts.world, (tx) => insertRevokedToken(tx, facts.world, tokenId));
}

/** A fault of the wire spoils a refusal as well as a good answer. */
async function carryOut(req: IncomingMessage, target: Target, bytes: Buffer, visit: Visit | undefined): Promise<Reply> {
  try {
    const makes = target.operation.auth === "bearer" && target.operation.method !== "GET";
    const issuer = makes ? await visit?.issuer() : undefined;
    return await seeing(visit === undefined ? undefined : { ...visit.facts, issuer }, () => answer(req, target, bytes));
  } catch (error) {
    return error instanceof Refusal ? refusedIn(visit, error) : refused(error);
  }
}

/** A refusal's reference comes from the world that it is about, so that the same calls give the same one. */
async function refusedIn(visit: Visit | undefined, refusal: Refusal): Promise<Reply> {
  return refusal.reply((await visit?.issuer())?.uuid());
}

/** @throws CallerLeft again: there is nobody to answer */
function refused(error: unknown): Reply {
  if (error instanceof Refusal) return error.reply();
  if (error instanceof CallerLeft) throw error;
  const errorReference = randomUUID();
  const stop = appErrorIn(error);
  if (stop?.code === "workspace.busy") return tooManyAtOnce(stop.retryAfterSeconds).reply(errorReference);
  if (isDatabaseOutage(error)) {
    const headers = { "Retry-After": String(OUTAGE_RETRY_SECONDS) };
    return new Refusal(503, "The simulator's database does not answer. Nothing was changed.", { headers }).reply(errorReference);
  }
  simulatorSettings().report?.(error, errorReference);
  return new Refusal(500, "The simulator failed. This is a defect of the simulator, not of the request.").reply(errorReference);
}
