import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { RetryVerdict } from "@/lib/diagnosis/model";

const LOOKS: Record<RetryVerdict, { words: string; tone: BadgeTone }> = {
  safe: { words: "Yes", tone: "good" },
  "after waiting": { words: "Yes, after waiting", tone: "warn" },
  "after a change": { words: "Only after a change", tone: "warn" },
  "not blindly": { words: "Not blindly", tone: "bad" },
};

export function RetryBadge({ verdict }: { verdict: RetryVerdict }) {
  const { words, tone } = LOOKS[verdict];
  return <Badge tone={tone}>{words}</Badge>;
}
