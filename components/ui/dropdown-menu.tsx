"use client";

import { useEffect, useId, type KeyboardEvent, type ReactNode } from "react";
import { buttonStyles, type ButtonLooks } from "./button-styles";
import { cn } from "./class-names";
import { usePanel } from "./use-panel";

interface DropdownMenuProps extends ButtonLooks {
  /** What the menu is for; also the button's name. */
  label: string;
  trigger: ReactNode;
  align?: "start" | "end";
  triggerClassName?: string;
  className?: string;
  /** MenuItem and MenuLink. */
  children: ReactNode;
}

const ITEMS = '[role^="menuitem"]:not([aria-disabled="true"])';

export function DropdownMenu({ label, trigger, align = "start", variant, size, triggerClassName, className, children }: DropdownMenuProps) {
  const id = useId();
  const { anchor, panel, isOpen, close, onToggle } = usePanel(align);

  useEffect(() => {
    if (!isOpen) return;
    const first = panel.current?.querySelector<HTMLElement>('[aria-checked="true"]') ?? panel.current?.querySelector<HTMLElement>(ITEMS);
    first?.focus();
  }, [isOpen, panel]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const items = [...(panel.current?.querySelectorAll<HTMLElement>(ITEMS) ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    if (event.key === "Tab") return close();
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    const next =
      target !== undefined
        ? items.at(target % items.length)
        : event.key.length === 1
          ? items.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))
          : undefined;
    if (next === undefined || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <>
      <button
        ref={anchor}
        type="button"
        popoverTarget={id}
        aria-expanded={isOpen}
        aria-haspopup="menu"
        aria-label={label}
        className={cn(buttonStyles({ variant, size }), triggerClassName)}
      >
        {trigger}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onToggle={onToggle}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest(ITEMS) !== null) close();
        }}
        className={cn(
          "fixed inset-auto m-0 min-w-44 overflow-auto rounded-lg border border-line bg-raised p-1 text-sm text-ink shadow-panel open:appear",
          className,
        )}
      >
        {isOpen ? children : null}
      </div>
    </>
  );
}
