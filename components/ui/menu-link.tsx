import Link from "next/link";
import type { ReactNode } from "react";
import { menuItemStyles } from "./menu-item-styles";

export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} role="menuitem" tabIndex={-1} className={menuItemStyles}>
      {children}
    </Link>
  );
}
