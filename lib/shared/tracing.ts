/**
 * Where the time of a request goes, for whoever collects OpenTelemetry traces. This is the seam that everything else uses: it knows
 * nothing of OpenTelemetry, and while no collector is named it does nothing. What a span may say is the closed list below, so that no
 * secret, no address as it came and no person gets into one by accident.
 */
import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { AppError } from "./errors";
import { processSlot } from "./process-slot";

/**
 * Every attribute that a span may have. Names without `console.` are those of OpenTelemetry's semantic conventions for HTTP and databases.
 * Source: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export interface SpanFacts {
  /** The one of the log and of `X-Request-Id`. */
  "console.request.id"?: string;
  "console.environment"?: string;
  "console.api_version"?: string;
  /** Of the catalogue. */
  "console.operation"?: string;
  /** kept: it was there. exchanged: this call got it. joined: another call or another replica was getting it. none: there is none. */
  "console.token.source"?: "kept" | "exchanged" | "joined" | "none";
  /** How an exchange ended. */
  "console.exchange.outcome"?: string;
  /** Why a call waited for the fair-use budget; missing when it did not. */
  "console.wait.reason"?: string;
  /** The answer broke off. */
  "console.cut"?: boolean;
  "http.request.method"?: string;
  /** Which attempt this is: missing at the first, 1 at the second. */
  "http.request.resend_count"?: number;
  "http.response.status_code"?: number;
  /** As the folders are called: "/api/things/[thing]". Never the address as it came. */
  "http.route"?: string;
  "url.template"?: string;
  "server.address"?: string;
  "server.port"?: number;
  "db.system.name"?: "postgresql";
}

export type SpanKind = "server" | "client" | "internal";

/** One piece of work that is being timed. */
export interface Span {
  /** 32 hex digits; undefined when nothing of this is collected. */
  readonly traceId: string | undefined;
  set(facts: SpanFacts): void;
  /** @param type - a status code or a word of a closed list, never a message */
  fail(type: string): void;
  end(): void;
}

/** Makes spans; lib/traces has the one that sends them somewhere. */
export interface Tracer {
  begin(name: string, kind: SpanKind, facts: SpanFacts, parent: Span | undefined): Span;
}

interface Tracing {
  tracer: Tracer;
  current: AsyncLocalStorage<Span>;
}

const slot = processSlot<Tracing>("tracing");

const NO_SPAN: Span = { traceId: undefined, set: () => undefined, fail: () => undefined, end: () => undefined };

/** From now on spans are made by this one; undefined ends that. */
export function setTracer(tracer: Tracer | undefined): void {
  if (tracer) slot.set({ tracer, current: new AsyncLocalStorage() });
  else slot.clear();
}

/** The span within which this runs; one that does nothing where there is none. */
export function currentSpan(): Span {
  return slot.get()?.current.getStore() ?? NO_SPAN;
}

/** Begins a span that somebody else ends. */
export function beginSpan(name: string, kind: SpanKind, facts: SpanFacts): Span {
  const tracing = slot.get();
  return tracing ? tracing.tracer.begin(name, kind, facts, tracing.current.getStore()) : NO_SPAN;
}

/** Runs something so that its spans belong below this one. */
export function within<T>(span: Span, work: () => T): T {
  const current = slot.get()?.current;
  return current && span !== NO_SPAN ? current.run(span, work) : work();
}

/** The same function, for a caller that calls from somewhere else: its spans belong to the span that is current now. */
export function keepSpan<A extends unknown[], R>(work: (...args: A) => R): (...args: A) => R {
  const span = currentSpan();
  return (...args) => within(span, () => work(...args));
}

/** Times some work as a span of its own below the current one. What it throws is thrown on, and is the span's failure. */
export async function traced<T>(name: string, kind: SpanKind, facts: SpanFacts, work: (span: Span) => Promise<T>): Promise<T> {
  const span = beginSpan(name, kind, facts);
  try {
    return await within(span, () => work(span));
  } catch (error) {
    span.fail(failureOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** The same for work that says something only as a part of something larger: without a current span there is none. */
export async function tracedWithin<T>(name: string, kind: SpanKind, facts: SpanFacts, work: () => Promise<T>): Promise<T> {
  return currentSpan() === NO_SPAN ? work() : traced(name, kind, facts, work);
}

/** The kind of an error in one word. Its message may quote anything. */
function failureOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  const name = error instanceof Error ? error.constructor.name : "";
  return /^[A-Za-z]{1,60}$/.test(name) ? name : "Error";
}
