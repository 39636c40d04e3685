"use client";

import { cloneElement, useId, useRef, type ReactElement } from "react";
import { placePanel } from "./place-panel";

interface TooltipProps {
  text: string;
  /** One element that can have the focus. A tooltip explains; it never names: give icons an aria-label. */
  children: ReactElement<{ "aria-describedby"?: string }>;
}

export function Tooltip({ text, children }: TooltipProps) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  const show = (): void => {
    const box = tip.current;
    const target = anchor.current;
    if (box === null || target === null || box.matches(":popover-open")) return;
    box.showPopover();
    const size = { width: box.offsetWidth, height: box.offsetHeight };
    const at = placePanel(target.getBoundingClientRect(), size, { width: innerWidth, height: innerHeight }, "start");
    box.style.top = `${at.top}px`;
    box.style.left = `${at.left}px`;
  };
  const hide = (): void => {
    if (tip.current?.matches(":popover-open") === true) tip.current.hidePopover();
  };
  return (
    <span
      ref={anchor}
      className="inline-flex"
      onMouseEnter={show}
      onMouseLeave={hide}
      onFocus={show}
      onBlur={hide}
      onKeyDown={(event) => {
        if (event.key === "Escape") hide();
      }}
    >
      {cloneElement(children, { "aria-describedby": id })}
      <span
        ref={tip}
        id={id}
        role="tooltip"
        popover="manual"
        className="fixed inset-auto m-0 max-w-72 rounded-md bg-ink px-2 py-1 text-xs text-canvas shadow-panel"
      >
        {text}
      </span>
    </span>
  );
}
