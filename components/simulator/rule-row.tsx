import { Pause, PencilLine, Play, Trash2 } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { RuleView } from "@/lib/worlds/schema";
import { thenText, untilText, whenText } from "./rule-draft";

interface RuleRowProps {
  rule: RuleView;
  may: boolean;
  busy: boolean;
  onEdit: () => void;
  onPause: () => void;
  onRemove: () => void;
}

/** One fault rule in words, with how often it struck. */
export function RuleRow({ rule, may, busy, onEdit, onPause, onRemove }: RuleRowProps) {
  const name = rule.rule.label ?? whenText(rule.rule);
  const until = untilText(rule.rule);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        {rule.rule.label === undefined ? null : <p className="font-medium">{rule.rule.label}</p>}
        <p className="text-sm break-words">
          <span className={rule.rule.label === undefined ? "inline-block font-medium first-letter:uppercase" : "text-muted"}>{whenText(rule.rule)}</span>
          <span className="text-muted">
            : {thenText(rule.rule)}
            {until === undefined ? "" : `, ${until}`}
          </span>
        </p>
      </div>
      <p className="flex items-center gap-2 text-sm">
        {rule.paused ? <Badge tone="warn">paused</Badge> : null}
        {rule.over === null ? null : <Badge tone="neutral">over</Badge>}
        <span className="tabular-nums" title={rule.last_struck_at === null ? "It has not struck yet." : `Last struck ${rule.last_struck_at} by the world's clock.`}>
          struck <strong>{rule.struck}</strong> of {rule.seen}
        </span>
      </p>
      {may ? (
        <div className="flex gap-1">
          <Button variant="ghost" size="icon-sm" disabled={busy} aria-label={`${rule.paused ? "Let go on" : "Pause"}: ${name}`} title={rule.paused ? "Let it go on" : "Pause"} onClick={onPause}>
            {rule.paused ? <Play aria-hidden /> : <Pause aria-hidden />}
          </Button>
          <Button variant="ghost" size="icon-sm" aria-label={`Edit: ${name}`} title="Edit" onClick={onEdit}>
            <PencilLine aria-hidden />
          </Button>
          <Button variant="ghost" size="icon-sm" disabled={busy} aria-label={`Remove: ${name}`} title="Remove" onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        </div>
      ) : null}
    </li>
  );
}
