import { setTimeout as wait } from "node:timers/promises";
import zlib from "node:zlib";
import type { Answer, RecordedRequest, Script, Wire } from "./scripted-upstream";

const ENCODERS = { gzip: zlib.gzipSync, deflate: zlib.deflateSync, br: zlib.brotliCompressSync } as const;

/** Carries one script out on the wire. */
export async function play(script: Script | undefined, request: RecordedRequest, wire: Wire): Promise<void> {
  if (script?.handler) {
    const answer = await script.handler(request, wire);
    if (answer) await playAnswer(answer, wire);
    return;
  }
  await playAnswer(
    script ?? { status: 404, body: { error: "NOTHING_SCRIPTED", error_description: `${request.method} ${request.path}` } },
    wire,
  );
}

async function playAnswer(answer: Answer, { socket, response }: Wire): Promise<void> {
  if (answer.delayMs !== undefined) await wait(answer.delayMs);
  if (answer.stall === "before-headers") return;
  if (answer.reset === "before-headers") {
    socket.resetAndDestroy();
    return;
  }
  if (answer.raw !== undefined) {
    playRaw(answer, socket);
    return;
  }

  const body = bodyBytes(answer);
  const headers = headerList(answer, body);
  response.writeHead(answer.status ?? 200, headers.flat());
  if (answer.stall === "mid-body" || answer.reset === "mid-body") {
    response.write(body.subarray(0, Math.ceil(body.length / 2)), () => {
      if (answer.reset) socket.resetAndDestroy();
    });
    return;
  }
  if (answer.drip) {
    for (let at = 0; at < body.length && !socket.destroyed; at += answer.drip.bytes) {
      response.write(body.subarray(at, at + answer.drip.bytes));
      await wait(answer.drip.everyMs);
    }
    response.end();
    return;
  }
  response.end(body);
}

function playRaw({ raw = "", afterRaw = "close" }: Answer, socket: Wire["socket"]): void {
  socket.write(typeof raw === "string" ? Buffer.from(raw, "latin1") : raw, () => {
    if (afterRaw === "close") socket.end();
    if (afterRaw === "reset") socket.resetAndDestroy();
  });
}

function bodyBytes({ body, encode = [] }: Answer): Buffer {
  const plain = body === undefined ? "" : typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  return encode.reduce<Buffer>((bytes, coding) => ENCODERS[coding](bytes), Buffer.from(plain));
}

function headerList({ headers = [], body, encode = [], drip }: Answer, bytes: Buffer): string[][] {
  const list = (Array.isArray(headers) ? headers : Object.entries(headers)).map(([name, value]) => [name, value]);
  const has = (name: string) => list.some(([own]) => own?.toLowerCase() === name);
  const isJson = body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array);
  if (isJson && !has("content-type")) list.push(["Content-Type", "application/json"]);
  if (encode.length > 0) list.push(["Content-Encoding", encode.join(", ")]);
  if (!has("content-length") && !has("transfer-encoding") && !drip) list.push(["Content-Length", String(bytes.length)]);
  return list;
}
