import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./class-names";
import { menuItemStyles } from "./menu-item-styles";

interface MenuLinkProps {
  href: string;
  /** This is where one is. */
  current?: boolean;
  children: ReactNode;
}

export function MenuLink({ href, current = false, children }: MenuLinkProps) {
  return (
    <Link href={href} role="menuitem" tabIndex={-1} aria-current={current || undefined} className={cn(menuItemStyles, current && "font-semibold")}>
      {children}
    </Link>
  );
}
