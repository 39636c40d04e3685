import type { ReactNode } from "react";
import { mayRole, type Role } from "@/lib/workspaces/model";
import { FairUseMeter } from "./fair-use-meter";
import type { ShellPerson } from "./person-menu";
import { ProductionStrip, type ProductionRights } from "./production-strip";
import { ShellKeys } from "./shell-keys";
import { Sidebar } from "./sidebar";
import { SkipLink } from "./skip-link";
import type { Theme } from "./theme";
import { TopBar } from "./top-bar";
import type { WorkspaceChoice } from "./workspace-switch";

interface ShellProps {
  slug: string;
  workspaceName: string;
  role: Role;
  person: ShellPerson;
  /** The cookie PLACE_COOKIE as the server saw it. */
  placeCookie?: string;
  theme: Theme;
  production: ProductionRights;
  /** All that this person is a member of. */
  workspaces: readonly WorkspaceChoice[];
  children: ReactNode;
}

/** The frame of every page of a workspace. A page that needs the whole room marks its element with data-full-bleed. */
export function Shell({ slug, workspaceName, role, person, placeCookie, theme, production, workspaces, children }: ShellProps) {
  return (
    <div className="flex min-h-dvh">
      <SkipLink />
      <Sidebar slug={slug} role={role} placeCookie={placeCookie} />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar slug={slug} workspaceName={workspaceName} workspaces={workspaces} role={role} person={person} placeCookie={placeCookie} theme={theme} />
        <ProductionStrip slug={slug} placeCookie={placeCookie} rights={production} />
        <main
          id="content"
          tabIndex={-1}
          className="min-w-0 flex-1 px-4 py-6 outline-none *:mx-auto *:max-w-6xl sm:px-6 lg:px-8 has-[>[data-full-bleed]]:p-0 has-[>[data-full-bleed]]:*:max-w-none"
        >
          {children}
        </main>
        {mayRole(role, "fair-use.read") ? (
          <footer className="border-t border-line bg-sunken lg:hidden">
            <FairUseMeter slug={slug} role={role} placeCookie={placeCookie} />
          </footer>
        ) : null}
      </div>
      <ShellKeys slug={slug} role={role} />
    </div>
  );
}
