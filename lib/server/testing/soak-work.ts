/** What people do in `npm run soak`, each answer looked at to its end. */
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { readFrames } from "@/lib/playground/frames";
import type { SoakPerson, Stage } from "./soak-stage";

const STREAM_MS = 30_000;
/** After a stream that broke off. */
const AGAIN_MS = 1_000;
const ORDER = JSON.stringify({ data: { order: { order_distributor_id: "501", order_external_reference: "SOAK-1", note: "x".repeat(200) } } });

export interface Work {
  /** Milliseconds until the last byte, by kind. */
  times: Map<string, number[]>;
  wrong: string[];
  /** Answers that took somebody for signed out. */
  thrownOut: number;
  /** What was due and not begun, because too much was under way. */
  skipped: number;
}

export const noWork = (): Work => ({ times: new Map(), wrong: [], thrownOut: 0, skipped: 0 });

/** Notes what went wrong, with when, so that it can be found in the console's log. */
function note(work: Work, problem: string): void {
  work.wrong.push(`${new Date().toISOString()} ${problem}`);
}

const base = ({ slug }: SoakPerson) => `/api/bff/workspaces/${slug}`;
const run = (person: SoakPerson, filled: object) => ({
  method: "POST",
  path: `${base(person)}/runs`,
  body: JSON.stringify({ apiVersion: "3.8", scopes: [], path: {}, query: {}, headers: {}, body: null, fault: null, replayOf: null, ...filled }),
});

function inWords(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? `${String(error)} (${String(error.cause)})` : String(error);
}

/** In turns, so that the mix is the same in every run. */
const KINDS: readonly [name: string, make: (person: SoakPerson) => { method?: string; path: string; body?: string }][] = [
  ["simulator call", (one) => run(one, { operationId: "getProducts", environment: "simulator", credentialId: one.simulatorCredential, query: { items_per_page: "10" } })],
  ["upstream call", (one) => run(one, { operationId: "createOrder", environment: "staging", credentialId: one.stagingCredential, body: ORDER })],
  ["runs", (one) => ({ path: `${base(one)}/runs` })],
  ["simulator call", (one) => run(one, { operationId: "getProducts", environment: "simulator", credentialId: one.simulatorCredential, query: { items_per_page: "10" } })],
  ["credentials", (one) => ({ path: `${base(one)}/credentials` })],
  ["upstream call", (one) => run(one, { operationId: "createOrder", environment: "staging", credentialId: one.stagingCredential, body: ORDER })],
  ["fair use", (one) => ({ path: `${base(one)}/fair-use?environment=staging` })],
  ["tokens", (one) => ({ path: `${base(one)}/tokens` })],
  ["page", (one) => ({ path: `/${one.slug}` })],
];

/** Begins the nth piece of work; ends when its answer has been read. Never rejects. */
export async function doWork({ origin, people }: Stage, work: Work, n: number): Promise<void> {
  const [name, make] = KINDS[n % KINDS.length] ?? KINDS[0] ?? [];
  const person = people[n % people.length];
  if (name === undefined || make === undefined || person === undefined) return;
  const { method = "GET", path, body } = make(person);
  const beganMs = performance.now();
  try {
    const answer = await fetch(origin + path, { method, redirect: "manual", headers: { cookie: person.cookie, "x-console-request": "1", ...(body !== undefined && { "content-type": "application/json" }) }, body: body ?? null });
    const problem = await problemOf(answer, method === "POST");
    if (answer.status === 401 || answer.status === 307) work.thrownOut += 1;
    if (problem !== undefined) note(work, `${name}: ${problem}`);
  } catch (error) {
    note(work, `${name}: ${inWords(error)}`);
  }
  const times = work.times.get(name) ?? [];
  work.times.set(name, times);
  times.push(performance.now() - beganMs);
}

async function problemOf(answer: Response, isRun: boolean): Promise<string | undefined> {
  if (answer.status !== 200 || !isRun || answer.body === null) {
    const text = await answer.text();
    return answer.status === 200 && text !== "" ? undefined : `${answer.status} ${text.slice(0, 200)}`;
  }
  let status: number | undefined;
  let bytes = 0;
  for await (const frame of readFrames(answer.body)) {
    if (frame.kind === "head") status = frame.head.status;
    if (frame.kind === "body") bytes += frame.bytes.length;
    if (frame.kind !== "trailer") continue;
    const { diagnosis, bodyBytes } = frame.trailer;
    return status === 200 && bodyBytes > 0 && bytes === bodyBytes ? undefined : `the run ended with ${status} and ${bodyBytes} bytes: ${JSON.stringify(diagnosis).slice(0, 300)}`;
  }
  return "the run had no trailer";
}

/** Listens for new runs of the workspace, half a minute at a time, until told to stop. Each stream must tell of some. */
export async function listen({ origin }: Stage, person: SoakPerson, work: Work, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    try {
      const answer = await fetch(`${origin}${base(person)}/runs/live`, { headers: { cookie: person.cookie, "x-console-request": "1" } });
      if (answer.status !== 200 || answer.body === null) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 200)}`);
      const heard = await heardOf(answer.body, AbortSignal.any([stopped, AbortSignal.timeout(STREAM_MS)]));
      if (!heard.includes("event: runs") && !stopped.aborted) note(work, "stream: it told of no run");
    } catch (error) {
      note(work, `stream: ${inWords(error)}`);
      await pause(AGAIN_MS);
    }
  }
}

async function heardOf(body: ReadableStream<Uint8Array>, over: AbortSignal): Promise<string> {
  const reader = body.getReader();
  over.addEventListener("abort", () => void reader.cancel().catch(() => undefined), { once: true });
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += new TextDecoder().decode(value);
  }
}

/** How far ahead of the true clock the console's is, by its own account. */
export async function consoleAheadMs({ origin, people }: Stage): Promise<number> {
  const [person] = people;
  if (person === undefined) return Number.NaN;
  const answer = await fetch(`${origin}${base(person)}/tokens`, { headers: { cookie: person.cookie, "x-console-request": "1" } });
  const { now } = z.object({ now: z.string() }).parse(await answer.json());
  return Date.parse(now) - Date.now();
}
