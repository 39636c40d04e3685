import { BookOpen, CircleAlert, Compass, FlaskConical, History, House, KeyRound, ScrollText, SlidersHorizontal, Ticket, Users, type LucideIcon } from "lucide-react";
import type { Action } from "@/lib/workspaces/model";

export interface NavigationEntry {
  label: string;
  /** Below the workspace's own address; empty for its first page. */
  segment: string;
  /** Second key after `g`. */
  key: string;
  icon: LucideIcon;
  /** Shown only to roles that may do this. */
  needs?: Action;
}

/** The pages of a workspace, in the order of the sidebar. */
export const NAVIGATION: readonly NavigationEntry[] = [
  { label: "Overview", segment: "", key: "o", icon: House },
  { label: "Credentials", segment: "credentials", key: "c", icon: KeyRound },
  { label: "Tokens", segment: "tokens", key: "t", icon: Ticket },
  { label: "Playground", segment: "playground", key: "p", icon: Compass },
  { label: "Runs", segment: "playground/runs", key: "r", icon: History },
  { label: "Errors", segment: "errors", key: "e", icon: CircleAlert },
  { label: "Simulator", segment: "simulator", key: "i", icon: FlaskConical, needs: "simulator.read" },
  { label: "Catalogue", segment: "catalog", key: "l", icon: BookOpen },
  { label: "Audit", segment: "audit", key: "a", icon: ScrollText, needs: "audit.read" },
  { label: "Members", segment: "members", key: "m", icon: Users },
  { label: "Settings", segment: "settings", key: "s", icon: SlidersHorizontal },
];

/** The address of a page in a workspace. */
export function pagePath(slug: string, segment: string): string {
  return segment === "" ? `/${slug}` : `/${slug}/${segment}`;
}

/** Whether the page belongs to the entry; the longest segment wins, so that Runs is not Playground. */
export function currentEntry(slug: string, pathname: string): NavigationEntry | undefined {
  return NAVIGATION.filter(
    ({ segment }) => pathname === pagePath(slug, segment) || (segment !== "" && pathname.startsWith(`${pagePath(slug, segment)}/`)),
  ).sort((one, other) => other.segment.length - one.segment.length)[0];
}
