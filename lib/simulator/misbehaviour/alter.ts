import type { Reply } from "@/lib/simulator/reply";
import type { Rendered } from "@/lib/simulator/write-reply";

/** The reply with this merged into its JSON (RFC 7396); one without JSON stays as it is. */
export function mergePatched(reply: Reply, patch: Readonly<Record<string, unknown>> | undefined): Reply {
  if (patch === undefined) return reply;
  if (reply.body.kind === "json") return { ...reply, body: { kind: "json", value: merge(reply.body.value, patch) } };
  if (reply.body.kind === "json-bytes") return { ...reply, body: { kind: "json", value: merge(JSON.parse(reply.body.bytes.toString()), patch) } };
  return reply;
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, merge(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** With these headers set, whatever their case; an empty value takes one away. */
export function withHeaders(rendered: Rendered, changes: Readonly<Record<string, string>> = {}, contentType?: string): Rendered {
  const all = { ...changes, ...(contentType === undefined ? {} : { "Content-Type": contentType }) };
  const changed = new Set(Object.keys(all).map((name) => name.toLowerCase()));
  const kept = Object.entries(rendered.headers).filter(([name]) => !changed.has(name.toLowerCase()));
  return { ...rendered, headers: Object.fromEntries([...kept, ...Object.entries(all).filter(([, value]) => value !== "")]) };
}
