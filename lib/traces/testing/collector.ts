/** A collector of OpenTelemetry traces on a loopback port, as a scripted upstream: what it is sent stays readable, and it can refuse or be silent. */
import { z } from "zod";
import { scriptedUpstream, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";

const Value = z.object({ stringValue: z.string().optional(), intValue: z.number().optional(), boolValue: z.boolean().optional() });
const Attributes = z.array(z.object({ key: z.string(), value: Value }));
const Batch = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({ traceId: z.string(), spanId: z.string(), parentSpanId: z.string().optional(), name: z.string(), kind: z.number(), attributes: Attributes, status: z.object({ code: z.number() }) }),
          ),
        }),
      ),
    }),
  ),
});

/** As OTLP numbers them. */
const KINDS = ["unspecified", "internal", "server", "client"];
const FAILED = 2;

export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  name: string;
  kind: string;
  facts: Record<string, string | number | boolean | undefined>;
  failed: boolean;
}

export interface Collector extends ScriptedUpstream {
  /** Everything that arrived and was read, in the order in which it ended. */
  spans(): CollectedSpan[];
  /** The name that the console gave itself. */
  serviceNames(): unknown[];
  /** Every byte of every request, headers included. */
  bytes(): string;
}

export async function collector(): Promise<Collector> {
  const upstream = await scriptedUpstream();
  upstream.answer({ body: {} });
  const read = () => upstream.requests.flatMap(({ bodyText }) => Batch.parse(JSON.parse(bodyText)).resourceSpans);
  return {
    ...upstream,
    spans: () =>
      read()
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
        .map(({ traceId, spanId, parentSpanId, name, kind, attributes, status }) => ({
          traceId,
          spanId,
          parentSpanId,
          name,
          kind: KINDS[kind] ?? String(kind),
          facts: factsIn(attributes),
          failed: status.code === FAILED,
        })),
    serviceNames: () => read().map(({ resource }) => factsIn(resource.attributes)["service.name"]),
    bytes: () => upstream.requests.map(({ target, rawHeaders, bodyText }) => [target, rawHeaders.flat().join(" "), bodyText].join("\n")).join("\n"),
  };
}

function factsIn(attributes: z.infer<typeof Attributes>): CollectedSpan["facts"] {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? value.boolValue]));
}

/** A trace as lines: each span below what it belongs to, siblings by name. */
export function drawTree(spans: readonly CollectedSpan[], parent?: string, depth = 0): string[] {
  return spans
    .filter(({ parentSpanId }) => (parentSpanId || undefined) === parent)
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((span) => [`${"  ".repeat(depth)}${span.name}`, ...drawTree(spans, span.spanId, depth + 1)]);
}

/** The trace whose first span has this name, that span first. @throws when there is none */
export function traceOf(all: readonly CollectedSpan[], name: string): [CollectedSpan, ...CollectedSpan[]] {
  const root = all.find((span) => span.name === name && !span.parentSpanId);
  if (!root) throw new Error(`There is no ${name} among ${all.map((span) => span.name).join(", ")}`);
  return [root, ...all.filter((span) => span.traceId === root.traceId && span !== root)];
}

/** Transactions are many, and belong everywhere. */
export const withoutDatabase = (spans: readonly CollectedSpan[]) => spans.filter(({ name }) => name !== "database transaction");

export const RUNS = "POST /api/bff/workspaces/[workspace]/runs";
/** What the first call of a credential is made of, as `drawTree` draws it. */
export const FIRST_CALL = [RUNS, "  GET /products", "  access token", "    token exchange", "      POST /oauth2/token", "      fair-use budget", "  fair-use budget"];
