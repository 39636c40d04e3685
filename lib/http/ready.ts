import "server-only";
import { databaseAnswers } from "@/lib/db/client";
import { isDraining } from "./draining";

/** Whether this process can serve: it is not stopping and its database answers. */
export async function readiness(): Promise<Response> {
  const state = isDraining() ? "stopping" : (await databaseAnswers()) ? "ready" : "database does not answer";
  return state === "ready" ? Response.json({ status: state }) : Response.json({ status: state }, { status: 503, headers: { "retry-after": "5" } });
}
