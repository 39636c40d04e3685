/** A workspace with a credential, a scripted upstream that gives out tokens, and a way to read a send, for the tests of this room. */
import { aMember } from "@/lib/auth/testing/people";
import { create } from "@/lib/credentials/service";
import { setSettings, settings } from "@/lib/env";
import { AppError } from "@/lib/shared/errors";
import type { Environment } from "@/lib/upstream/model";
import { scriptedUpstream, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { readFrames } from "../frames";
import type { RunHead, RunInput, RunTrailer } from "../schema";
import { send } from "../sending/service";

export const PRODUCTS = "https://www.prioticketapis.com/auth/distributor/products";
export const SECRET = "s3cret/of+the=partner-0123456789";

export interface PlaygroundWorld {
  owner: WorkspaceScope;
  upstream: ScriptedUpstream;
  credentialId: string;
}

let made = 0;

/** Every live environment is this one server. */
export async function playgroundWorld(): Promise<PlaygroundWorld> {
  const upstream = await scriptedUpstream();
  const { origin } = upstream;
  setSettings({ ...settings(), upstreamOrigins: { sandbox: origin, staging: origin, production: origin } });
  const owner = await aMember("owner");
  return { owner, upstream, credentialId: await aCredential(owner, "staging") };
}

export async function aCredential(owner: WorkspaceScope, environment: Environment): Promise<string> {
  made += 1;
  const credential = await create(owner, {
    environment,
    label: `credential ${made}`,
    clientId: `partner-${made}`,
    clientSecret: SECRET,
    edgeWhitespace: "keep",
    basicEncoding: "plain",
    tokenRequestForm: "json",
    distributorId: null,
  });
  return credential.id;
}

/** A token that is unlike any other text, numbered from 1. */
export function tokenText(number: number): string {
  return `eyJhbGciOiJIUzI1NiJ9.e30.signature-of-token-number-${number}`;
}

/** Gives out `tokenText(1)`, `tokenText(2)` … */
export function givesTokens(upstream: ScriptedUpstream, scope?: string): void {
  let given = 0;
  upstream.answer({
    method: "POST",
    path: /\/oauth2\/token$/,
    handler: () => {
      given += 1;
      return { body: { access_token: tokenText(given), token_type: "Bearer", expires_in: 3600, ...(scope !== undefined && { scope }) } };
    },
  });
}

export function anInput(world: PlaygroundWorld, filled: Partial<RunInput> = {}): RunInput {
  return {
    operationId: "getProducts",
    environment: "staging",
    apiVersion: "3.8",
    credentialId: world.credentialId,
    scopes: [PRODUCTS],
    path: {},
    query: {},
    headers: {},
    body: null,
    fault: null,
    replayOf: null,
    ...filled,
  };
}

export interface ReadRun {
  stages: string[];
  head: RunHead | undefined;
  body: Buffer;
  trailer: RunTrailer;
  /** Every byte that the browser would get. */
  raw: Buffer;
}

/** Reads a send to its end. */
export async function readRun(stream: ReadableStream<Uint8Array>): Promise<ReadRun> {
  const [one, other] = stream.tee();
  const raw: Uint8Array[] = [];
  const copying = (async () => {
    for await (const chunk of one) raw.push(chunk);
  })();
  const stages: string[] = [];
  const body: Uint8Array[] = [];
  let head: RunHead | undefined;
  let trailer: RunTrailer | undefined;
  for await (const frame of readFrames(other)) {
    if (frame.kind === "progress") stages.push(frame.progress.stage);
    if (frame.kind === "head") head = frame.head;
    if (frame.kind === "body") body.push(frame.bytes);
    if (frame.kind === "trailer") trailer = frame.trailer;
  }
  await copying;
  if (trailer === undefined) throw new Error("no trailer came");
  return { stages, head, body: Buffer.concat(body), trailer, raw: Buffer.concat(raw) };
}

/** Sends and reads to the end. */
export async function run(world: PlaygroundWorld, filled: Partial<RunInput> = {}): Promise<ReadRun> {
  return readRun(await send(world.owner, anInput(world, filled), new AbortController().signal));
}

/** Requests that were not to the token endpoint. */
export function calls(upstream: ScriptedUpstream) {
  return upstream.requests.filter(({ path }) => !path.endsWith("/oauth2/token"));
}

/** Why a send was refused before anything left. */
export async function refusal(world: PlaygroundWorld, filled: Partial<RunInput>, scope = world.owner): Promise<AppError> {
  const error: unknown = await send(scope, anInput(world, filled), new AbortController().signal).catch((thrown: unknown) => thrown);
  if (error instanceof AppError) return error;
  throw new Error("it was sent");
}
