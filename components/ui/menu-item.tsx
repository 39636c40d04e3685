"use client";

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./class-names";
import { menuItemStyles } from "./menu-item-styles";

interface MenuItemProps {
  children: ReactNode;
  onSelect: () => void;
  /** Given, the item is one choice of several. */
  checked?: boolean;
  disabled?: boolean;
  danger?: boolean;
}

export function MenuItem({ children, onSelect, checked, disabled = false, danger = false }: MenuItemProps) {
  return (
    <button
      type="button"
      role={checked === undefined ? "menuitem" : "menuitemradio"}
      aria-checked={checked}
      aria-disabled={disabled || undefined}
      tabIndex={-1}
      onClick={() => {
        if (!disabled) onSelect();
      }}
      className={cn(menuItemStyles, danger && "text-bad [&_svg]:text-bad")}
    >
      {children}
      {checked === true ? <Check aria-hidden className="ml-auto" /> : null}
    </button>
  );
}
