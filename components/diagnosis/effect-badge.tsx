import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { Effect } from "@/lib/diagnosis/model";

const LOOKS: Record<Effect, { words: string; tone: BadgeTone }> = {
  "nothing happened": { words: "No, nothing happened", tone: "good" },
  "nothing to change": { words: "No, it only reads", tone: "good" },
  "it happened": { words: "Yes, it happened", tone: "info" },
  unknown: { words: "Possibly: find out first", tone: "bad" },
};

export function EffectBadge({ effect }: { effect: Effect }) {
  const { words, tone } = LOOKS[effect];
  return <Badge tone={tone}>{words}</Badge>;
}
