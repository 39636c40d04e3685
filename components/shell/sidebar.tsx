import { mayRole, type Role } from "@/lib/workspaces/model";
import { FairUseMeter } from "./fair-use-meter";
import { Logo } from "./logo";
import { NavList } from "./nav-list";

interface SidebarProps {
  slug: string;
  role: Role;
  placeCookie?: string;
}

export function Sidebar({ slug, role, placeCookie }: SidebarProps) {
  return (
    <aside aria-label="Workspace" className="sticky top-0 hidden h-dvh w-52 shrink-0 flex-col border-r border-line bg-sunken lg:flex">
      <div className="flex h-12 items-center gap-2.5 px-4">
        <Logo />
        <p className="min-w-0 truncate font-semibold">Distributor Console</p>
      </div>
      <nav aria-label="Pages" className="min-h-0 flex-1 overflow-y-auto px-2 py-2">
        <NavList slug={slug} role={role} placeCookie={placeCookie} />
      </nav>
      {mayRole(role, "fair-use.read") ? <FairUseMeter slug={slug} role={role} placeCookie={placeCookie} className="border-t border-line" /> : null}
    </aside>
  );
}
