import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { FaultName } from "@/lib/catalog/faults";
import type { Reply } from "@/lib/simulator/reply";
import { render, writeReply, type Rendered } from "@/lib/simulator/write-reply";

/** Long enough to show every sign of waiting, well inside a client's 60 s. */
const SLOW_MS = 5_000;
const DRIP_EVERY_MS = 250;
/** A dripping body arrives in this many pieces at most, so that it ends within five seconds. */
const DRIP_PIECES = 16;

const PAGE = "<!doctype html>\n<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><p>proxy</p></body></html>\n";

/** Sends a good reply badly. The request has taken effect by now, as the table of faults says. */
export async function spoil(name: FaultName, req: IncomingMessage, res: ServerResponse, reply: Reply): Promise<void> {
  const left = new AbortController();
  res.on("close", () => left.abort());
  switch (name) {
    case "slow":
      return (await pause(SLOW_MS, left.signal)) ? writeReply(req, res, reply) : undefined;
    case "drip":
      return drip(res, render(reply), left.signal);
    case "truncate":
      return truncate(res, render(reply));
    case "reset":
      return void res.socket?.resetAndDestroy();
    case "html":
      return send(res, { status: 502, headers: { "Content-Type": "text/html; charset=utf-8" }, bytes: Buffer.from(PAGE) });
    case "malformed-json":
      return send(res, broken(render(reply)));
    case "wrong-content-type": {
      const rendered = render(reply);
      return send(res, { ...rendered, headers: { ...rendered.headers, "Content-Type": "text/plain; charset=utf-8" } });
    }
    case "empty":
      return send(res, { ...render(reply), bytes: Buffer.alloc(0) });
    default:
      return writeReply(req, res, reply);
  }
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

/** False when the caller left meanwhile. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

async function drip(res: ServerResponse, { status, headers, bytes }: Rendered, signal: AbortSignal): Promise<void> {
  res.writeHead(status, { ...headers, "Content-Length": String(bytes.length) });
  res.flushHeaders();
  const size = Math.max(1, Math.ceil(bytes.length / DRIP_PIECES));
  for (let at = 0; at < bytes.length; at += size) {
    if (!(await pause(DRIP_EVERY_MS, signal))) return;
    res.write(bytes.subarray(at, at + size));
  }
  res.end();
}

/** Announces the whole body, sends half and closes. */
async function truncate(res: ServerResponse, { status, headers, bytes }: Rendered): Promise<void> {
  res.writeHead(status, { ...headers, "Content-Length": String(Math.max(2, bytes.length)), Connection: "close" });
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  await new Promise<void>((resolve) => res.write(half.length === 0 ? "{" : half, () => resolve()));
  res.socket?.end();
}
