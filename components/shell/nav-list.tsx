"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { mayRole, type Role } from "@/lib/workspaces/model";
import { withPlace } from "./environment";
import { currentEntry, NAVIGATION, pagePath } from "./navigation";
import { usePlace } from "./use-place";

interface NavListProps {
  slug: string;
  role: Role;
  placeCookie?: string;
  onGo?: () => void;
}

export function NavList({ slug, role, placeCookie, onGo }: NavListProps) {
  const current = currentEntry(slug, usePathname());
  const { place } = usePlace(placeCookie);
  const entries = NAVIGATION.filter(({ needs }) => needs === undefined || mayRole(role, needs));
  return (
    <ul className="flex flex-col gap-px">
      {entries.map((entry) => (
        <li key={entry.segment}>
          <Link
            href={withPlace(pagePath(slug, entry.segment), place)}
            aria-current={entry === current ? "page" : undefined}
            onClick={onGo}
            className="flex h-8 items-center gap-2.5 rounded-md px-2 text-sm text-muted transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-ink"
          >
            <entry.icon aria-hidden className="size-4 shrink-0" />
            {entry.label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
