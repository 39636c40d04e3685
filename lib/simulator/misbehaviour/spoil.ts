import type { ServerResponse } from "node:http";
import { withHeaders } from "@/lib/simulator/misbehaviour/alter";
import type { Effects } from "@/lib/simulator/misbehaviour/effects";
import type { Rendered } from "@/lib/simulator/write-reply";

const DRIP_EVERY_MS = 250;
/** What has not dripped out by then comes all at once. */
const MAX_DRIP_MS = 120_000;

const PAGE = "<!doctype html>\n<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1><p>proxy</p></body></html>\n";

type Pause = (ms: number) => Promise<boolean>;

/** Cuts the connection without a word. */
export function cut(res: ServerResponse): void {
  res.socket?.resetAndDestroy();
}

/** Sends a reply badly. False when its body is to come whole and unspoiled; then nothing was sent. */
export async function spoil(effects: Effects, res: ServerResponse, render: () => Rendered, pause: Pause): Promise<boolean> {
  const shaped = shapeOf(effects, render);
  const bytesPerStep = stepOf(effects);
  if (effects.truncate === true) await truncate(res, render());
  else if (bytesPerStep !== undefined) await drip(res, shaped ?? render(), bytesPerStep, pause);
  else if (shaped !== undefined) send(res, shaped);
  else return false;
  return true;
}

/** The body in the shape that was asked for; undefined when it is to stay as it is. */
function shapeOf(effects: Effects, render: () => Rendered): Rendered | undefined {
  if (effects.html === true) {
    const page = { status: effects.status ?? 502, headers: { "Content-Type": "text/html; charset=utf-8" }, bytes: Buffer.from(PAGE) };
    // A gateway knows nothing of the reply's own headers, only of those that were asked for.
    return withHeaders(page, effects.headers, effects.content_type);
  }
  if (effects.malformed_json === true) return broken(render());
  return effects.empty === true ? { ...render(), bytes: Buffer.alloc(0) } : undefined;
}

/** How much of a body drips out in one step; undefined when it does not drip. */
function stepOf({ dripMs, drip_bytes_per_second }: Effects): ((allBytes: number) => number) | undefined {
  if (dripMs !== undefined) return (allBytes) => (allBytes * DRIP_EVERY_MS) / dripMs;
  return drip_bytes_per_second === undefined ? undefined : () => (drip_bytes_per_second * DRIP_EVERY_MS) / 1000;
}

function send(res: ServerResponse, { status, headers, bytes }: Rendered): void {
  res.writeHead(status, { ...headers, "Content-Length": String(bytes.length) });
  res.end(bytes);
}

/** A body that stops in the middle of a member, under a length that is right. */
function broken(rendered: Rendered): Rendered {
  const half = rendered.bytes.subarray(0, Math.max(1, Math.floor(rendered.bytes.length / 2)));
  return { ...rendered, bytes: Buffer.concat([half, Buffer.from(',"')]) };
}

async function drip(res: ServerResponse, { status, headers, bytes }: Rendered, bytesPerStep: (all: number) => number, pause: Pause): Promise<void> {
  res.writeHead(status, { ...headers, "Content-Length": String(bytes.length) });
  res.flushHeaders();
  const perStep = bytesPerStep(bytes.length);
  let sent = 0;
  for (let step = 1; sent < bytes.length && step * DRIP_EVERY_MS <= MAX_DRIP_MS; step += 1) {
    if (!(await pause(DRIP_EVERY_MS))) return;
    // Less than a byte in a step adds up over the steps.
    const until = Math.min(bytes.length, Math.floor(step * perStep));
    if (until > sent) res.write(bytes.subarray(sent, until));
    sent = Math.max(sent, until);
  }
  res.end(bytes.subarray(sent));
}

/** Announces the whole body, sends half and closes. */
async function truncate(res: ServerResponse, { status, headers, bytes }: Rendered): Promise<void> {
  res.writeHead(status, { ...headers, "Content-Length": String(Math.max(2, bytes.length)), Connection: "close" });
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  await new Promise<void>((resolve) => res.write(half.length === 0 ? "{" : half, () => resolve()));
  res.socket?.end();
}
