"use client";

import { ChevronsUpDown, Plus } from "lucide-react";
import { usePathname } from "next/navigation";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuLink } from "@/components/ui/menu-link";
import { withPlace, type Place } from "./environment";
import { currentEntry, pagePath } from "./navigation";

export interface WorkspaceChoice {
  slug: string;
  name: string;
}

interface WorkspaceSwitchProps {
  slug: string;
  name: string;
  workspaces: readonly WorkspaceChoice[];
  place: Place;
}

/** Leads to the same page of another workspace, in the same environment and version. A phone has no room for it; there "Your account" lists the workspaces. */
export function WorkspaceSwitch({ slug, name, workspaces, place }: WorkspaceSwitchProps) {
  const segment = currentEntry(slug, usePathname())?.segment ?? "";
  return (
    <DropdownMenu
      label={`Workspace: ${name}`}
      variant="ghost"
      triggerClassName="min-w-0 max-w-40 shrink px-2 max-sm:hidden"
      className="w-64"
      trigger={
        <>
          <span className="truncate">{name}</span>
          <ChevronsUpDown aria-hidden />
        </>
      }
    >
      {workspaces.map((choice) => (
        <MenuLink key={choice.slug} href={withPlace(pagePath(choice.slug, segment), place)} current={choice.slug === slug}>
          <span className="min-w-0 truncate">{choice.name}</span>
          <span className="ml-auto shrink-0 pl-3 text-xs text-muted">/{choice.slug}</span>
        </MenuLink>
      ))}
      <MenuLink href="/workspaces/new">
        <Plus aria-hidden />
        New workspace
      </MenuLink>
    </DropdownMenu>
  );
}
