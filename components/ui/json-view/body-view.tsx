"use client";

import { FoldVertical, UnfoldVertical } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { Button } from "../button";
import { cn } from "../class-names";
import { CopyButton } from "../copy-button";
import type { BodyClient } from "./body-client";
import type { BodyMode } from "./protocol";
import { RowList } from "./row-list";
import { SearchField } from "./search-field";

/** A clipboard takes text in one piece: with 20 MB the page would stand still. */
const MOST_COPIED_BYTES = 4_000_000;

interface BodyViewProps {
  body: BodyClient;
  /** What the body is, for people who do not see it. */
  label: string;
  className?: string;
}

/** A body of any size as tree or as raw text. What is not JSON is shown as text and never as anything else. */
export function BodyView({ body, label, className }: BodyViewProps) {
  const snapshot = useSyncExternalStore(body.subscribe, body.read, body.read);
  const [wished, setWished] = useState<BodyMode>("tree");
  const { state } = snapshot;
  const isJson = state.problem === undefined;
  const mode = isJson ? wished : "raw";
  return (
    <div className={cn("flex min-h-0 min-w-0 flex-col", className)}>
      <div className="flex flex-wrap items-center gap-1 border-b border-line px-2 py-1">
        <div role="group" aria-label="Show the body as" className="flex rounded-md border border-line p-px">
          {(["tree", "raw"] as const).map((choice) => (
            <Button
              key={choice}
              size="sm"
              variant="ghost"
              aria-pressed={choice === mode}
              disabled={choice === "tree" && !isJson}
              onClick={() => {
                setWished(choice);
                body.showMatch(choice);
              }}
              className="h-6! aria-pressed:bg-hover aria-pressed:text-ink"
            >
              {choice === "tree" ? "Tree" : "Raw"}
            </Button>
          ))}
        </div>
        <SearchField body={body} snapshot={snapshot} mode={mode} />
        {mode === "tree" ? (
          <>
            <Button variant="ghost" size="icon-sm" aria-label="Fold all" title="Fold all" onClick={() => body.foldAll(true)}>
              <FoldVertical aria-hidden />
            </Button>
            <Button variant="ghost" size="icon-sm" aria-label="Unfold all" title="Unfold all" onClick={() => body.foldAll(false)}>
              <UnfoldVertical aria-hidden />
            </Button>
          </>
        ) : null}
        {state.bytes > MOST_COPIED_BYTES ? (
          <span className="px-1 text-xs text-muted">Too large to copy: download it</span>
        ) : (
          <CopyButton text={() => body.file("text/plain")} label="Copy the body" />
        )}
      </div>
      {snapshot.brokeOff === undefined ? null : (
        <p role="status" className="border-b border-line bg-warn-soft px-3 py-1.5 text-xs text-warn">
          {snapshot.brokeOff} This is what had arrived: {state.bytes.toLocaleString("en")} bytes.
        </p>
      )}
      {state.isDone && state.problem !== undefined && state.bytes > 0 ? (
        <p className="border-b border-line bg-sunken px-3 py-1.5 text-xs text-muted">
          This is not JSON ({state.problem.why}, at byte {state.problem.atByte.toLocaleString("en")}), so it is shown as text.
        </p>
      ) : null}
      {state.isDone && state.bytes === 0 ? (
        <p className="p-4 text-sm text-muted">The body is empty.</p>
      ) : (
        <div className="min-h-0 flex-1">
          <RowList key={mode} body={body} snapshot={snapshot} mode={mode} label={label} />
        </div>
      )}
    </div>
  );
}
