import { afterEach } from "vitest";
import type { AddressRule } from "@/lib/shared/address-rules";
import type { FailedSend, HeaderField, OutboundRequest, Reply, Send, SendOptions } from "../model";
import { openTransport, type Transport, type TransportOptions } from "../transport";
import { scriptedUpstream, type ScriptedUpstream, type ScriptedUpstreamOptions } from "./scripted-upstream";

const opened: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A way out that may reach this machine, closed after the test. */
export function aTransport(options: Partial<TransportOptions> = {}, rule: AddressRule = "loopback"): Transport {
  const transport = openTransport({ ruleFor: () => rule, ...options });
  opened.push(() => transport.close());
  return transport;
}

/** A scripted upstream, closed after the test. */
export async function anUpstream(options: ScriptedUpstreamOptions = {}): Promise<ScriptedUpstream> {
  const upstream = await scriptedUpstream(options);
  opened.push(() => upstream.close());
  return upstream;
}

export function get(url: string, headers: readonly HeaderField[] = []): OutboundRequest {
  return { method: "GET", url: new URL(url), headers, body: undefined };
}

export function post(url: string, body: string, headers: readonly HeaderField[] = []): OutboundRequest {
  return { method: "POST", url: new URL(url), headers: [["Content-Type", "application/json"], ...headers], body: Buffer.from(body) };
}

export interface Collected {
  status: number;
  headers: Reply["headers"];
  text: string;
  bytes: number;
  /** What ended the body early. */
  bodyFailure: string | undefined;
  bodyDetail: string | undefined;
}

/** Sends and reads the whole body, keeping what ended it. */
export async function collect(send: Send, request: OutboundRequest, options?: SendOptions): Promise<Collected | FailedSend> {
  const reply = await send(request, options);
  if (reply.kind === "failed") return reply;
  const chunks: Uint8Array[] = [];
  let failure: { failure: string; message: string } | undefined;
  try {
    for await (const chunk of reply.body) chunks.push(chunk);
  } catch (error) {
    failure = error as { failure: string; message: string };
  }
  const body = Buffer.concat(chunks);
  return {
    status: reply.status,
    headers: reply.headers,
    text: body.toString("utf8"),
    bytes: body.length,
    bodyFailure: failure?.failure,
    bodyDetail: failure?.message,
  };
}
