"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/class-names";

const PAGES = [
  { href: "/operator", label: "Partners" },
  { href: "/operator/people", label: "People" },
  { href: "/operator/products", label: "Test products" },
  { href: "/operator/record", label: "Record" },
] as const;

export function OperatorNav() {
  const pathname = usePathname();
  return (
    <nav aria-label="Pages" className="flex items-center gap-1 max-sm:order-last max-sm:w-full max-sm:overflow-x-auto max-sm:pb-1.5">
      {PAGES.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={pathname === href ? "page" : undefined}
          className={cn("rounded-md px-2.5 py-1 font-medium text-muted hover:bg-hover hover:text-ink", pathname === href && "bg-hover text-ink")}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
