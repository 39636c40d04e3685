import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { mergePatched, withHeaders } from "@/lib/simulator/misbehaviour/alter";
import type { Effects } from "@/lib/simulator/misbehaviour/effects";
import { statusRefusal } from "@/lib/simulator/misbehaviour/named";
import { cut, spoil } from "@/lib/simulator/misbehaviour/spoil";
import type { Refusal } from "@/lib/simulator/refusal";
import type { Reply } from "@/lib/simulator/reply";
import type { Target } from "@/lib/simulator/target";
import { render, writeReply, type Rendered } from "@/lib/simulator/write-reply";

interface Occasion {
  req: IncomingMessage;
  res: ServerResponse;
  target: Target;
  /** Carries the request out; never rejects for what is wrong with the request. */
  carryOut: () => Promise<Reply>;
  /** A refusal as this call's world words it. */
  refuse: (refusal: Refusal) => Promise<Reply>;
  /** Revokes the token of the call. */
  revokeToken: () => Promise<void>;
  /** Told the status before it is sent. */
  answering: (status: number) => Promise<void>;
}

/**
 * Answers a call badly, or well when nothing is to go wrong. The one place that misbehaves, in a
 * fixed order: the token dies, the request is carried out (or not), time passes, and then the
 * answer is altered and sent, spoiled or lost.
 */
export async function misbehave(effects: Effects, occasion: Occasion): Promise<void> {
  const { req, res } = occasion;
  const pause = (ms: number) => waited(ms, res);
  if (effects.revoke_token === true) await occasion.revokeToken();
  const reply = await replyOf(effects, occasion);
  if (effects.delay_ms !== undefined && !(await pause(effects.delay_ms))) return;
  if (effects.drop !== undefined || reply === undefined) return cut(res);
  const altered = mergePatched(reply, effects.body_patch);
  await occasion.answering(effects.html === true ? (effects.status ?? 502) : altered.status);
  const alter = (rendered: Rendered) => withHeaders(rendered, effects.headers, effects.content_type);
  if (await spoil(effects, res, () => alter(render(altered)), pause)) return;
  await writeReply(req, res, altered, alter);
}

/** Undefined when the request is not carried out and nothing is answered. */
async function replyOf({ drop, status, after_processing }: Effects, { target, carryOut, refuse }: Occasion): Promise<Reply | undefined> {
  if (drop === "before_processing") return undefined;
  if (status === undefined) return carryOut();
  if (after_processing === true) await carryOut();
  return refuse(statusRefusal(status, target));
}

/** False when the caller left meanwhile. */
async function waited(ms: number, res: ServerResponse): Promise<boolean> {
  if (res.closed) return false;
  const left = new AbortController();
  const leave = () => left.abort();
  res.once("close", leave);
  try {
    await wait(ms, undefined, { signal: left.signal });
    return true;
  } catch {
    return false;
  } finally {
    res.off("close", leave);
  }
}
