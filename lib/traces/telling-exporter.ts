import { ExportResultCode, type ExportResult } from "@opentelemetry/core";
import type { SpanExporter } from "@opentelemetry/sdk-trace";

/**
 * The same exporter, which tells when it begins to fail and when that is over, and nothing in between.
 *
 * @param tell - gets a reason of few words, without what the other side said, and undefined when all is well again
 */
export function tellingExporter(exporter: SpanExporter, tell: (reason: string | undefined) => void): SpanExporter {
  let isFailing = false;
  const heard = (result: ExportResult): void => {
    const fails = result.code !== ExportResultCode.SUCCESS;
    if (fails !== isFailing) tell(fails ? reasonOf(result.error) : undefined);
    isFailing = fails;
  };
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        heard(result);
        done(result);
      }),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}

/** A status, or the name that the system has for what happened. A message may quote the collector. */
function reasonOf(error: Error | undefined): string {
  const code = error !== undefined && "code" in error ? error.code : undefined;
  if (typeof code === "number") return `it answered ${code}`;
  return typeof code === "string" ? code : "no answer, or one that asks to try later";
}
