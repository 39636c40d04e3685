"use client";

import type { ReactNode } from "react";
import { cn } from "./class-names";

interface SwitchProps {
  label: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
  className?: string;
}

/** For what takes effect at once; for what is saved with a form, use a checkbox. */
export function Switch({ label, checked, onCheckedChange, disabled, className }: SwitchProps) {
  return (
    <label className={cn("flex items-center gap-2 text-sm has-disabled:opacity-60", className)}>
      <span className="relative inline-flex">
        <input
          type="checkbox"
          role="switch"
          className="peer absolute inset-0 cursor-[inherit] opacity-0"
          checked={checked}
          disabled={disabled}
          onChange={(event) => onCheckedChange(event.target.checked)}
        />
        <span
          aria-hidden
          className="h-4.5 w-8 rounded-full border border-edge bg-sunken p-0.5 transition-colors peer-checked:border-accent peer-checked:bg-accent peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent after:block after:size-3 after:rounded-full after:bg-edge after:transition-transform peer-checked:after:translate-x-3.5 peer-checked:after:bg-on-accent"
        />
      </span>
      {label}
    </label>
  );
}
