import "server-only";
import pino from "pino";
import { processSlot } from "@/lib/shared/process-slot";

/** One structured log for the process, on standard output; one JSON object a line. */
export function log(): pino.Logger {
  return processSlot<pino.Logger>("log").getOrMake(() => pino({ base: undefined, timestamp: pino.stdTimeFunctions.isoTime }));
}
