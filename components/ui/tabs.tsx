"use client";

import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { cn } from "./class-names";

export interface Tab {
  value: string;
  label: ReactNode;
  content: ReactNode;
}

interface TabsProps {
  /** What the tabs choose between, for people who do not see them. */
  label: string;
  tabs: readonly Tab[];
  /** Give both to steer it from outside; leave both out and it keeps its own. */
  value?: string;
  onValueChange?: (value: string) => void;
  /** The tab to begin with, where it is not the first. */
  startsAt?: string;
  /** Stands at the right end of the row of tabs. */
  aside?: ReactNode;
  className?: string;
  panelClassName?: string;
}

export function Tabs({ label, tabs, value, onValueChange, startsAt, aside, className, panelClassName }: TabsProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState(startsAt ?? tabs[0]?.value);
  const current = tabs.find((tab) => tab.value === (value ?? own)) ?? tabs[0];

  const choose = (index: number): void => {
    const tab = tabs[(index + tabs.length) % tabs.length];
    if (tab === undefined) return;
    setOwn(tab.value);
    onValueChange?.(tab.value);
    list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(tab.value)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((tab) => tab === current);
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    choose(target);
  };

  return (
    <div className={cn("flex min-h-0 min-w-0 flex-col", className)}>
      <div className="flex items-center gap-2 border-b border-line">
        <div ref={list} role="tablist" aria-label={label} onKeyDown={onKeyDown} className="-mb-px flex gap-1 overflow-x-auto px-1">
          {tabs.map((tab, index) => (
            <button
              key={tab.value}
              type="button"
              role="tab"
              id={`${id}-${tab.value}-tab`}
              data-tab={tab.value}
              aria-selected={tab === current}
              aria-controls={tab === current ? `${id}-${tab.value}` : undefined}
              tabIndex={tab === current ? 0 : -1}
              onClick={() => choose(index)}
              className="flex h-9 items-center gap-1.5 border-b-2 border-transparent px-2 text-sm whitespace-nowrap text-muted transition-colors hover:text-ink focus-visible:outline-offset-[-2px] aria-selected:border-accent aria-selected:font-medium aria-selected:text-ink"
            >
              {tab.label}
            </button>
          ))}
        </div>
        {aside === undefined ? null : <div className="ml-auto flex items-center gap-1 pr-1">{aside}</div>}
      </div>
      {current === undefined ? null : (
        <div
          role="tabpanel"
          id={`${id}-${current.value}`}
          aria-labelledby={`${id}-${current.value}-tab`}
          className={cn("min-h-0 flex-1", panelClassName)}
        >
          {current.content}
        </div>
      )}
    </div>
  );
}
