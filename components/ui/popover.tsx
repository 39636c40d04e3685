"use client";

import { useId, type ReactNode } from "react";
import { buttonStyles, type ButtonLooks } from "./button-styles";
import { cn } from "./class-names";
import { usePanel } from "./use-panel";

interface PopoverProps extends ButtonLooks {
  /** Name of the panel, and of the button when `trigger` is only an icon. */
  label: string;
  trigger: ReactNode;
  align?: "start" | "end";
  triggerClassName?: string;
  className?: string;
  children: ReactNode;
}

export function Popover({ label, trigger, align = "start", variant, size, triggerClassName, className, children }: PopoverProps) {
  const id = useId();
  const { anchor, panel, isOpen, onToggle } = usePanel(align);
  return (
    <>
      <button
        ref={anchor}
        type="button"
        popoverTarget={id}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        aria-label={label}
        className={cn(buttonStyles({ variant, size }), triggerClassName)}
      >
        {trigger}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        onToggle={onToggle}
        className={cn(
          "fixed inset-auto m-0 w-80 max-w-[calc(100vw-1rem)] overflow-auto rounded-lg border border-line bg-raised p-3 text-sm text-ink shadow-panel open:appear",
          className,
        )}
      >
        {isOpen ? children : null}
      </div>
    </>
  );
}
