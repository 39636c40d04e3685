import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { readBody } from "@/lib/simulator/read-body";
import { invalidRequest } from "@/lib/simulator/refusal";

export interface Knock {
  req: IncomingMessage;
  world: string;
  machineNow: Date;
  /** What the address names; empty where it names nothing. */
  id: string;
}

/** What one address does, by method. */
export type Door = Readonly<Record<string, (knock: Knock) => Promise<{ status?: number; body: object }>>>;

/**
 * The body of a request to the simulator's own addresses.
 *
 * @throws Refusal 400 that names each field by its JSON pointer; 413
 */
export async function readInput<T>(req: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await readJson(req));
  if (!parsed.success) throw invalidRequest(parsed.error.issues.map(({ path, message }) => `/${path.map(String).join("/")} ${message}`));
  return parsed.data;
}

/** @throws Refusal 400, 413 */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  const bytes = await readBody(req);
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw invalidRequest(["the body is not valid JSON"]);
  }
}
