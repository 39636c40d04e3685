import type { BadgeTone } from "@/components/ui/badge";
import type { DeliveryStatus, DeliveryView } from "@/lib/worlds/deliveries/schema";

export const STATUS_WORDS: Readonly<Record<DeliveryStatus, { text: string; tone: BadgeTone }>> = {
  waiting: { text: "Waiting", tone: "info" },
  delivered: { text: "Delivered", tone: "good" },
  failed: { text: "Given up", tone: "bad" },
  refused: { text: "Not sent", tone: "warn" },
};

/** No wait is that long: what is due then tells of something that comes after the moment at which the world's clock stands. */
const NEVER_BY_ITSELF = Date.parse("2100-01-01T00:00:00Z");

/** Whether it goes out only when the world's clock is moved or let go. */
export function waitsForClock({ nextAt }: Pick<DeliveryView, "nextAt">): boolean {
  return nextAt !== null && Date.parse(nextAt) > NEVER_BY_ITSELF;
}

/** What became of it, in a few words: "200 in 12 ms", "503, tried 3 times", "not tried yet". */
export function resultWords({ tries }: Pick<DeliveryView, "tries">): string {
  const last = tries.at(-1);
  if (last === undefined) return "not tried yet";
  const what = last.status === null ? "no answer" : `${last.status} in ${Math.round(last.durationMs)} ms`;
  return tries.length === 1 ? what : `${what}, tried ${tries.length} times`;
}
