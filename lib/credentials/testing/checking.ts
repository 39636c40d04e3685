/** A check as the tests run it: a staging credential against a scripted upstream over real sockets. */
import { afterEach } from "vitest";
import { setSettings, settings } from "@/lib/env";
import { closeConnections } from "@/lib/upstream/network";
import { scriptedUpstream, type Script, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { check } from "../check/service";
import type { CheckReport } from "../check-report";
import { checkEventSchema, type CheckEvent, type CheckRequest, type NewCredential } from "../schema";
import { create } from "../service";

export const TOKEN_PATH = "/v3.8/distributor/oauth2/token";
export const SECRET = "canary-s3cret";
export const PLAINLY: CheckRequest = { apiVersion: "3.8", scopes: [] };

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  closeConnections();
  for (const close of closers.splice(0)) await close();
});

/** What the token endpoint answers. */
export function token(answer: Script): Script {
  return { path: TOKEN_PATH, ...answer };
}

export function granted() {
  return { access_token: "canary-token", token_type: "Bearer", expires_in: 3600 };
}

/** An upstream whose ping and products work, unless `more` says otherwise; closed after the test. */
export async function serving(tokenScript: Script, tls?: { key: string; cert: string }, ...more: Script[]): Promise<ScriptedUpstream> {
  const upstream = await scriptedUpstream(tls ? { tls } : {});
  closers.push(() => upstream.close());
  upstream.answer({ path: /ping|products/, body: { data: {} } });
  upstream.answer(tokenScript);
  for (const script of more) upstream.answer(script);
  return upstream;
}

/** A new credential for staging, which from now on is this origin. */
export async function createAt(owner: WorkspaceScope, origin: string, given: Partial<NewCredential> = {}) {
  setSettings({ ...settings(), upstreamOrigins: { staging: origin } });
  return create(owner, {
    environment: "staging",
    label: crypto.randomUUID(),
    clientId: "partner",
    clientSecret: SECRET,
    basicEncoding: "plain",
    tokenRequestForm: "json",
    distributorId: null,
    ...given,
  });
}

/** Makes a credential and checks it. `before` runs in between. */
export async function run(
  owner: WorkspaceScope,
  origin: string,
  given: Partial<NewCredential> = {},
  how: { wanted?: CheckRequest; deadlineMs?: number; before?: (id: string) => Promise<unknown> } = {},
) {
  const { id } = await createAt(owner, origin, given);
  await how.before?.(id);
  const events = await collect(await check(owner, id, how.wanted ?? PLAINLY, new AbortController().signal, how.deadlineMs));
  return { id, events, report: reportIn(events) };
}

/** All events, each as it would travel. */
export async function collect(events: AsyncIterable<CheckEvent>): Promise<CheckEvent[]> {
  const all: CheckEvent[] = [];
  for await (const event of events) all.push(checkEventSchema.parse(event));
  return all;
}

export function reportIn(events: readonly CheckEvent[]): CheckReport {
  const event = events.at(-1);
  if (event?.kind !== "report") throw new Error("The last event is the report.");
  return event.report;
}
