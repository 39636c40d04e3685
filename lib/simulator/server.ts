/**
 * The built-in Distributor API, on a raw Node request. It knows nothing of the console: it shares
 * with it the API description and the floor, and is reached over HTTP like any other upstream.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { answer } from "@/lib/simulator/answer";
import { askedFault, statusFault } from "@/lib/simulator/faults";
import { CallerLeft } from "@/lib/simulator/read-body";
import { Refusal } from "@/lib/simulator/refusal";
import type { Reply } from "@/lib/simulator/reply";
import { simulatorSettings } from "@/lib/simulator/settings";
import { sideDoor } from "@/lib/simulator/side-doors";
import { findTarget, type Target } from "@/lib/simulator/target";
import { spoil } from "@/lib/simulator/transport-faults";
import { writeReply } from "@/lib/simulator/write-reply";

export { startSimulator, type SimulatorSettings } from "@/lib/simulator/settings";
export { startDeliverer } from "@/lib/simulator/webhooks/deliverer";

/** Answers one request below `/api/simulator/`. Never rejects: what fails inside is answered as 500 and reported. */
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
  const fault = askedFault(req);
  const asked = fault === undefined ? undefined : statusFault(fault, target);
  if (asked !== undefined) return writeReply(req, res, asked);
  const reply = await answerOrRefuse(req, target);
  await (fault === undefined ? writeReply(req, res, reply) : spoil(fault, req, res, reply));
}

/** A fault of the wire spoils a refusal as well as a good answer. */
async function answerOrRefuse(req: IncomingMessage, target: Target): Promise<Reply> {
  try {
    return await answer(req, target);
  } catch (error) {
    return refused(error);
  }
}

/** @throws CallerLeft again: there is nobody to answer */
function refused(error: unknown): Reply {
  if (error instanceof Refusal) return error.reply();
  if (error instanceof CallerLeft) throw error;
  const refusal = new Refusal(500, "The simulator failed. This is a defect of the simulator, not of the request.");
  simulatorSettings().report?.(error, refusal.errorReference);
  return refusal.reply();
}
