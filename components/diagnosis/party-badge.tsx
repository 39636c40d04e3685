import { Building2, CircleHelp, Monitor, Network, Server, User, type LucideIcon } from "lucide-react";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { Party } from "@/lib/diagnosis/model";

const LOOKS: Record<Party, { words: string; tone: BadgeTone; icon: LucideIcon }> = {
  you: { words: "Your side", tone: "info", icon: User },
  prioticket: { words: "Prioticket", tone: "violet", icon: Server },
  supplier: { words: "Supplier behind Prioticket", tone: "violet", icon: Building2 },
  console: { words: "This console", tone: "warn", icon: Monitor },
  network: { words: "The network between", tone: "warn", icon: Network },
  "cannot tell": { words: "Cannot be told from here", tone: "outline", icon: CircleHelp },
};

export function PartyBadge({ party }: { party: Party }) {
  const { words, tone, icon: Icon } = LOOKS[party];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {words}
    </Badge>
  );
}
