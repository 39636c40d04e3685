import { readFrames, type RunFrame } from "@/lib/playground/frames";
import type { RunInput, RunTrailer } from "@/lib/playground/schema";
import type { ApiPerson } from "./api-person";

/** The workspace that a console makes for its first owner. */
export const FIRST_SLUG = "my-workspace";
export const PRODUCTS = "https://www.prioticketapis.com/auth/distributor.products.readonly";

/** What is sent to list products; `changes` make it something else. */
export function aRun(changes: Partial<RunInput>): RunInput {
  return {
    operationId: "getProducts",
    environment: "staging",
    apiVersion: "3.8",
    credentialId: null,
    scopes: [PRODUCTS],
    path: {},
    query: {},
    headers: {},
    body: null,
    fault: null,
    replayOf: null,
    ...changes,
  };
}

/** Adds a credential for a live environment. @returns its id */
export async function addCredential(person: ApiPerson, environment: string, label: string): Promise<string> {
  const body = { environment, label, clientId: `${label}@example.com`, clientSecret: `secret-of-${label}` };
  const reply = await person.ask("POST", `/api/bff/workspaces/${FIRST_SLUG}/credentials`, body);
  if (reply.status !== 200) throw new Error(`A credential was answered with ${reply.status}: ${reply.text}`);
  return (JSON.parse(reply.text) as { id: string }).id;
}

export interface RunUnderWay {
  /** Resolves once a frame has come that this is true of. */
  until(isIt: (frame: RunFrame) => boolean): Promise<void>;
  /** Reads to the end. Rejects when the answer breaks off. */
  finish(): Promise<RunTrailer>;
}

/** Begins a run and reads as far as it is asked to. `origin` may name another replica. */
export async function beginRun(person: ApiPerson, input: RunInput, origin?: string): Promise<RunUnderWay> {
  const { status, body } = await person.stream(`/api/bff/workspaces/${FIRST_SLUG}/runs`, input, origin);
  if (status !== 200) throw new Error(`A run was answered with ${status}: ${await new Response(body).text()}`);
  const frames = readFrames(body);
  let last: RunFrame | undefined;
  const until = async (isIt: (frame: RunFrame) => boolean) => {
    for (;;) {
      const { done, value } = await frames.next();
      if (done) throw new Error("The answer ended before that");
      last = value;
      if (isIt(value)) return;
    }
  };
  return {
    until,
    finish: async () => {
      await until(({ kind }) => kind === "trailer");
      for await (const rest of frames) throw new Error(`After the trailer came ${rest.kind}`);
      if (last?.kind !== "trailer") throw new Error("No trailer");
      return last.trailer;
    },
  };
}
