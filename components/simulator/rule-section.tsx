"use client";

import { Plus, Zap } from "lucide-react";
import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { RuleView, WorldView } from "@/lib/worlds/schema";
import { useWorldChange } from "./queries";
import { RuleDialog } from "./rule-dialog";
import { draftFor, type OperationChoice } from "./rule-draft";
import { RuleRow } from "./rule-row";

interface RuleSectionProps {
  slug: string;
  world: WorldView;
  operations: readonly OperationChoice[];
  may: boolean;
  askedFault: string | undefined;
}

/** The fault rules of the world: what goes wrong, when, and how often it did. */
export function RuleSection({ slug, world, operations, may, askedFault }: RuleSectionProps) {
  const change = useWorldChange(slug);
  const [open, setOpen] = useState<"new" | RuleView | undefined>(may && askedFault !== undefined ? "new" : undefined);
  const add = (
    <Button variant="primary" onClick={() => setOpen("new")}>
      <Plus aria-hidden />
      Add fault rule
    </Button>
  );
  return (
    <Card
      title="Fault rules"
      description="The oldest rule whose turn it is decides what goes wrong with a call."
      {...(may && world.rules.length > 0 ? { actions: add } : {})}
    >
      {change.error === null ? null : <ProblemNotice error={change.error} className="mb-3" />}
      {world.rules.length === 0 ? (
        <EmptyState icon={<Zap />} title="Nothing goes wrong on purpose" {...(may ? { action: add } : {})}>
          A rule makes, say, every second new order answer 503, or carries an order out and loses the answer, so that you can see what your software does then.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {world.rules.map((rule) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              may={may}
              busy={change.isPending}
              onEdit={() => setOpen(rule)}
              onPause={() => change.mutate({ method: "PATCH", path: `/rules/${rule.id}`, body: { paused: !rule.paused } })}
              onRemove={() => change.mutate({ method: "DELETE", path: `/rules/${rule.id}` })}
            />
          ))}
        </ul>
      )}
      {open === undefined ? null : (
        <RuleDialog slug={slug} operations={operations} existing={open === "new" ? undefined : open} draft={open === "new" ? draftFor(askedFault) : open.rule} onClose={() => setOpen(undefined)} />
      )}
    </Card>
  );
}
