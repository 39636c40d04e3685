/**
 * Sends spans to the collector that the operator named, by OpenTelemetry's own packages; they are loaded by whoever loads this file, which
 * is the launcher, and only when there is a collector. The provider is not registered globally: Next.js would make spans of its own with
 * it, which carry addresses as they came.
 */
import "server-only";
import { ROOT_CONTEXT, SpanKind as Kind, SpanStatusCode, trace, type Context, type Tracer as OpenTelemetryTracer } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider, type SpanExporter } from "@opentelemetry/sdk-trace";
import type { TraceSettings } from "@/lib/env/model";
import { log } from "@/lib/http/log";
import { setTracer, type Span, type SpanFacts, type SpanKind } from "@/lib/shared/tracing";
import { tellingExporter } from "./telling-exporter";

/** Spans that wait for being sent; more are dropped. */
const LONGEST_QUEUE = 2_048;
const LARGEST_BATCH = 512;
const SEND_EVERY_MS = 5_000;
/** For one batch, its repetitions included. */
const EXPORT_LIMIT_MS = 10_000;
/** A process that stops waits no longer for a collector. */
const FLUSH_LIMIT_MS = 3_000;
const LONGEST_VALUE = 200;

const KINDS: Record<SpanKind, Kind> = { server: Kind.SERVER, client: Kind.CLIENT, internal: Kind.INTERNAL };

export interface Traces {
  /** Sends what is waiting. */
  flush(): Promise<void>;
  /** Makes no more spans, sends what is waiting, and gives up after three seconds. Never throws. */
  stop(): Promise<void>;
}

/** Begins to trace. Calls go on whether or not the collector answers. */
export function startTraces({ url, headers, serviceName, ratio }: TraceSettings): Traces {
  const exporter: SpanExporter = new OTLPTraceExporter({
    url: url.href,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, value.reveal()])),
    timeoutMillis: EXPORT_LIMIT_MS,
  });
  const batches = new BatchSpanProcessor({
    exporter: tellingExporter(exporter, (reason) => tell(url, reason)),
    maxQueueSize: LONGEST_QUEUE,
    maxExportBatchSize: LARGEST_BATCH,
    scheduledDelayMillis: SEND_EVERY_MS,
    exportTimeoutMillis: EXPORT_LIMIT_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": serviceName }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanLimits: { attributeValueLengthLimit: LONGEST_VALUE },
    spanProcessors: [batches],
  });
  const tracer = provider.getTracer("distributor-console");
  setTracer({ begin: (name, kind, facts, parent) => new CollectedSpan(tracer, name, kind, facts, parent instanceof CollectedSpan ? parent.context : ROOT_CONTEXT) });
  return {
    flush: () => provider.forceFlush(),
    stop: async () => {
      setTracer(undefined);
      await Promise.race([provider.shutdown().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, FLUSH_LIMIT_MS).unref())]);
    },
  };
}

/** Said once when it begins and once when it is over, however many batches are lost in between. */
function tell(url: URL, reason: string | undefined): void {
  if (reason === undefined) log().warn({ collector: url.origin }, "Traces reach the collector again");
  else log().warn({ collector: url.origin, reason }, "Traces do not reach the collector; everything else goes on without them");
}

class CollectedSpan implements Span {
  readonly traceId: string | undefined;
  readonly context: Context;

  constructor(tracer: OpenTelemetryTracer, name: string, kind: SpanKind, facts: SpanFacts, parent: Context) {
    const span = tracer.startSpan(name, { kind: KINDS[kind], attributes: { ...facts } }, parent);
    this.context = trace.setSpan(parent, span);
    this.traceId = span.isRecording() ? span.spanContext().traceId : undefined;
  }

  set(facts: SpanFacts): void {
    trace.getSpan(this.context)?.setAttributes({ ...facts });
  }

  fail(type: string): void {
    trace.getSpan(this.context)?.setAttribute("error.type", type).setStatus({ code: SpanStatusCode.ERROR });
  }

  end(): void {
    trace.getSpan(this.context)?.end();
  }
}
