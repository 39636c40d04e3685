import "server-only";
import pino from "pino";
import { processSlot } from "@/lib/shared/process-slot";
import { redact } from "@/lib/shared/redact";
import { currentSpan } from "@/lib/shared/tracing";

const UNPRINTABLE = /(?!\n$)[\p{C}\u2028\u2029]/gu;

function escaped(character: string): string {
  return [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}

/** Finds the trace of a line, and the lines of a trace. */
function traceOfThisLine(): { traceId?: string } {
  const { traceId } = currentSpan();
  return traceId === undefined ? {} : { traceId };
}

/** A logger whose every line has been through `redact`: fields, messages, errors and bindings. */
export function makeLog(destination?: pino.DestinationStream): pino.Logger {
  const options: pino.LoggerOptions = {
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: traceOfThisLine,
    // redact() has already turned errors into data.
    serializers: { err: (data: unknown) => data },
    hooks: {
      // JSON hides control characters below U+0020. Others move the cursor of a terminal, end a line or turn text around, too.
      streamWrite: (line) => line.replace(UNPRINTABLE, escaped),
      logMethod(args: unknown[], method) {
        const [first, ...rest] = args;
        const safe = [first instanceof Error ? { err: first } : first, ...rest].map(redact);
        method.apply(this, safe as Parameters<typeof method>);
      },
    },
  };
  const logger = destination ? pino(options, destination) : pino(options);
  // Bindings of a child are written before any hook sees them. Children inherit this property.
  const { child } = logger;
  logger.child = function redactedChild(this: pino.Logger, bindings: pino.Bindings, ...rest: unknown[]) {
    return Reflect.apply(child, this, [redact(bindings), ...rest]) as ReturnType<typeof child>;
  } as typeof child;
  return logger;
}

/** One structured log for the process, on standard output; one JSON object a line. */
export function log(): pino.Logger {
  return processSlot<pino.Logger>("log").getOrMake(() => makeLog());
}
