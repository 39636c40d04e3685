import { basic, type Answer, type TestSimulator } from "@/lib/simulator/testing/simulator";

/** The address of the caller's own world. */
export const WORLD = "/api/simulator/world";

export type Control = (method: string, path: string, body?: object, headers?: Record<string, string>) => Promise<Answer>;

/** Speaks to a world by its client, so that a dead token does not lock the test out; by the known client unless other headers are given. */
export function controlOf(simulator: TestSimulator): Control {
  return (method, path, body, headers = { authorization: basic(), "content-type": "application/json" }) =>
    simulator.call(method, WORLD + path, { headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}
