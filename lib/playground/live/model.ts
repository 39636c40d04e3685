/** What a live stream of new runs is made of (WHATWG HTML §9.2, server-sent events). Pure, for both sides. */

export const LIVE_TYPE = "text/event-stream";
/** A line goes out at least this often, and whoever listens is asked again whether they still may. */
export const BEAT_MS = 10_000;
/** Ids in one event; whoever was told of this many reads the list again anyway. */
export const MOST_IDS = 50;

/** `runs`: these are new. `missed`: some may be, because nothing could be heard for a while. */
export type LiveEvent = { kind: "runs"; ids: string[] } | { kind: "missed" };

/** A line without meaning, so that a dead connection is noticed. */
export const BEAT = ": beat\n\n";

export function writeEvent(event: LiveEvent): string {
  return `event: ${event.kind}\ndata: ${event.kind === "runs" ? event.ids.join(" ") : ""}\n\n`;
}

/** The events that are complete in `text`, and the rest, which waits for more. */
export function readEvents(text: string): { events: LiveEvent[]; rest: string } {
  const blocks = text.split("\n\n");
  const rest = blocks.pop() ?? "";
  return { events: blocks.flatMap(readBlock), rest };
}

function readBlock(block: string): LiveEvent[] {
  const field = (name: string): string | undefined =>
    block
      .split("\n")
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  if (field("event") === "missed") return [{ kind: "missed" }];
  const ids = (field("data") ?? "").split(" ").filter((id) => /^[0-9a-f-]{36}$/.test(id));
  return field("event") === "runs" && ids.length > 0 ? [{ kind: "runs", ids }] : [];
}
