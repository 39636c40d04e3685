"use client";

import { useState } from "react";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { Tabs } from "@/components/ui/tabs";
import type { TimelineView, TokenView } from "@/lib/tokens/schema";
import { TimelineAxis } from "./timeline-axis";
import { TimelineRow } from "./timeline-row";
import { TokenTable } from "./token-table";
import { useTimeline } from "./queries";
import { servedSentence } from "./words";

/** So many exchanges in ten minutes that the documents' advice is worth repeating. */
const MANY_EXCHANGES = 10;
const TEN_MINUTES_MS = 600_000;

/** The documents ask for one exchange per lifetime; so few rows fit a look. */
const MOST_ROWS = 25;

interface TimelineProps {
  slug: string;
  initial: TimelineView;
  onOpen: (token: TokenView) => void;
}

/** Tokens as bars, calls as ticks: how much one exchange carries. */
export function Timeline({ slug, initial, onOpen }: TimelineProps) {
  const [hours, setHours] = useState(6);
  const view = useTimeline(slug, hours, hours === 6 ? initial : undefined).data ?? initial;
  const recent = view.bars.filter(({ token }) => Date.parse(view.now) - Date.parse(token.issuedAt) < TEN_MINUTES_MS);
  return (
    <Card
      title="Timeline"
      description={
        servedSentence(view.bars.map(({ token }) => token.callsServed)) ??
        "Tokens appear here as bars, and the calls that used them as ticks."
      }
      actions={
        <Select aria-label="Time shown" value={hours} onChange={(event) => setHours(Number(event.target.value))} className="w-36">
          <option value={1}>Last hour</option>
          <option value={6}>Last 6 hours</option>
          <option value={24}>Last 24 hours</option>
          <option value={168}>Last 7 days</option>
        </Select>
      }
    >
      {recent.length < MANY_EXCHANGES ? null : (
        <Notice tone="warn" title={`${recent.length} tokens in 10 minutes`} className="mb-3">
          The documents ask for a new token only when the old one has expired. Calls with the same scopes share one; different scopes each
          need their own.
        </Notice>
      )}
      {view.bars.length === 0 ? (
        <p className="py-4 text-center text-sm text-muted">No token was alive in this time.</p>
      ) : (
        <Tabs
          label="Ways to see the tokens"
          tabs={[
            {
              value: "chart",
              label: "Chart",
              content: (
                <div className="pt-2">
                  {view.bars.slice(0, MOST_ROWS).map((bar) => (
                    <TimelineRow key={bar.token.id} bar={bar} view={view} onOpen={() => onOpen(bar.token)} />
                  ))}
                  <TimelineAxis view={view} />
                  {view.bars.length > MOST_ROWS ? (
                    <p className="mt-2 text-xs text-muted">
                      The newest {MOST_ROWS} of {view.bars.length}. The table has them all.
                    </p>
                  ) : null}
                </div>
              ),
            },
            { value: "table", label: "Table", content: <TokenTable tokens={view.bars.map(({ token }) => token)} now={view.now} onOpen={onOpen} /> },
          ]}
        />
      )}
    </Card>
  );
}
