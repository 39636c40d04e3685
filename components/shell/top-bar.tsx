"use client";

import { cn } from "@/components/ui/class-names";
import { mayRole, type Role } from "@/lib/workspaces/model";
import { EnvironmentSwitch } from "./environment-switch";
import { MobileNavigation } from "./mobile-navigation";
import { PersonMenu, type ShellPerson } from "./person-menu";
import { SearchButton } from "./search-button";
import type { Theme } from "./theme";
import { ThemeMenu } from "./theme-menu";
import { TokenChip } from "./token-chip";
import { usePlace } from "./use-place";
import { VersionSwitch } from "./version-switch";
import { WorkspaceSwitch, type WorkspaceChoice } from "./workspace-switch";

interface TopBarProps {
  slug: string;
  workspaceName: string;
  workspaces: readonly WorkspaceChoice[];
  role: Role;
  person: ShellPerson;
  placeCookie?: string;
  theme: Theme;
}

export function TopBar({ slug, workspaceName, workspaces, role, person, placeCookie, theme }: TopBarProps) {
  const { place, choose } = usePlace(placeCookie);
  return (
    <header
      className={cn(
        "sticky top-0 z-20 flex h-12 items-center gap-0 border-b px-1 sm:gap-2 sm:px-4",
        place.environment === "production" ? "border-bad bg-bad-soft" : "border-line bg-canvas",
      )}
    >
      <MobileNavigation slug={slug} workspaceName={workspaceName} role={role} />
      <WorkspaceSwitch slug={slug} name={workspaceName} workspaces={workspaces} place={place} />
      <SearchButton />
      <div className="ml-auto flex items-center gap-0 sm:gap-1">
        <EnvironmentSwitch place={place} onChoose={choose} />
        <VersionSwitch place={place} onChoose={choose} />
        {mayRole(role, "token.read") ? <TokenChip slug={slug} place={place} /> : null}
        <ThemeMenu initialTheme={theme} />
        <PersonMenu person={person} role={role} />
      </div>
    </header>
  );
}
