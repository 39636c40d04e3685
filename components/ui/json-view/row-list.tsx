"use client";

import { useEffect, useEffectEvent, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { cn } from "../class-names";
import type { BodyClient, BodySnapshot } from "./body-client";
import { Highlighted } from "./highlighted";
import type { BodyMode, Row } from "./protocol";
import { TreeRow } from "./tree-row";
import { ROW_PX, scrollTopFor, visibleRows } from "./visible-rows";

interface RowListProps {
  body: BodyClient;
  snapshot: BodySnapshot;
  mode: BodyMode;
  label: string;
}

/** Draws the rows that are in sight and no others. */
export function RowList({ body, snapshot, mode, label }: RowListProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [active, setActive] = useState(0);
  const count = mode === "tree" ? snapshot.state.treeRows : snapshot.state.rawRows;
  const search = snapshot.search?.text;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, []);

  const show = (row: number): void => {
    const element = scroller.current;
    if (element === null) return;
    const { from, to } = visibleRows(count, element.scrollTop, element.clientHeight);
    if (row < from + 13 || row > to - 15) element.scrollTop = scrollTopFor(row, count, element.clientHeight);
    setActive(row);
  };
  const { goTo } = snapshot;
  const showLatest = useEffectEvent(show);
  useEffect(() => {
    if (goTo?.mode === mode) showLatest(goTo.row);
  }, [goTo, mode]);

  const { heightPx, from, to, topPx } = visibleRows(count, view.top, view.height);
  const rows: (Row | undefined)[] = [];
  for (let row = from; row < to; row += 1) rows.push(body.row(mode, row));

  const onKeyDown = (event: KeyboardEvent): void => {
    const pageRows = Math.max(Math.floor(view.height / ROW_PX) - 1, 1);
    const target = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + pageRows,
      PageUp: active - pageRows,
      Home: 0,
      End: count - 1,
    }[event.key];
    const row = body.row(mode, active);
    if (target !== undefined) show(Math.min(Math.max(target, 0), Math.max(count - 1, 0)));
    else if (row?.mode === "tree" && row.inside > 0 && event.key === (row.isFolded ? "ArrowRight" : "ArrowLeft")) body.toggle(row.line);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      role={mode === "tree" ? "tree" : "listbox"}
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={active >= from && active < to ? `${id}-${active}` : undefined}
      onKeyDown={onKeyDown}
      className="h-full max-h-dvh overflow-auto font-mono text-xs focus-visible:outline-offset-[-2px]"
    >
      <div role="presentation" className="relative min-w-max" style={{ height: `${heightPx}px` }}>
        <div role="presentation" className="absolute top-0 left-0 min-w-full" style={{ transform: `translateY(${topPx}px)` }}>
          {rows.map((row, offset) => (
            <div
              key={from + offset}
              id={`${id}-${from + offset}`}
              role={mode === "tree" ? "treeitem" : "option"}
              aria-selected={from + offset === active}
              aria-level={row?.mode === "tree" ? row.depth + 1 : undefined}
              aria-expanded={row?.mode === "tree" && row.inside > 0 ? !row.isFolded : undefined}
              aria-posinset={from + offset + 1}
              aria-setsize={count}
              onClick={() => setActive(from + offset)}
              className={cn("flex h-5 items-center pr-4 pl-1 whitespace-pre", from + offset === active && "bg-selected")}
            >
              {row === undefined ? (
                <span className="ml-4 h-2 w-40 rounded bg-hover" />
              ) : row.mode === "tree" ? (
                <TreeRow row={row} search={search} onToggle={(line) => body.toggle(line)} />
              ) : (
                <span className="pl-3">
                  <Highlighted text={row.text} search={search} />
                </span>
              )}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
