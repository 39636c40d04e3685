import { ChevronDown, ChevronRight } from "lucide-react";
import { Highlighted } from "./highlighted";
import type { Row } from "./protocol";

interface TreeRowProps {
  row: Extract<Row, { mode: "tree" }>;
  search: string | undefined;
  onToggle: (line: number) => void;
}

const COLOURS = {
  string: "text-good",
  number: "text-info",
  literal: "text-violet",
  open: "text-muted",
  close: "text-muted",
  empty: "text-muted",
};
/** Deeper than this, indenting would push the text out of sight. */
const DEEPEST_INDENT = 30;

export function TreeRow({ row, search, onToggle }: TreeRowProps) {
  const isFoldable = row.inside > 0;
  const Chevron = row.isFolded ? ChevronRight : ChevronDown;
  return (
    <span className="inline-flex items-center" style={{ paddingLeft: `${Math.min(row.depth, DEEPEST_INDENT) * 16}px` }}>
      {isFoldable ? (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden
          onClick={() => onToggle(row.line)}
          className="grid size-4 shrink-0 place-items-center rounded text-muted hover:bg-hover hover:text-ink"
        >
          <Chevron className="size-3" />
        </button>
      ) : (
        <span className="w-4 shrink-0" />
      )}
      <span>
        {row.key === undefined ? null : (
          <>
            <span className="text-ink">
              <Highlighted text={row.key} search={search} />
            </span>
            <span className="text-muted">: </span>
          </>
        )}
        <span className={COLOURS[row.kind]}>
          <Highlighted text={row.text} search={search} />
        </span>
        {row.isFolded ? (
          <span className="text-muted">
            {" "}
            {row.inside.toLocaleString("en")} {row.inside === 1 ? "line" : "lines"} {row.text.endsWith("{") ? "}" : "]"}
          </span>
        ) : null}
        {row.hiddenBytes === 0 ? null : <span className="text-muted">… {row.hiddenBytes.toLocaleString("en")} more bytes</span>}
        {row.hasComma ? <span className="text-muted">,</span> : null}
      </span>
    </span>
  );
}
