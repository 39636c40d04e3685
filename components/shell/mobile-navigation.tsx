"use client";

import { Menu } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Role } from "@/lib/workspaces/model";
import { NavList } from "./nav-list";

interface MobileNavigationProps {
  slug: string;
  workspaceName: string;
  role: Role;
}

export function MobileNavigation({ slug, workspaceName, role }: MobileNavigationProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="lg:hidden">
      <Button variant="ghost" size="icon" aria-label="Pages" aria-expanded={isOpen} onClick={() => setIsOpen(true)}>
        <Menu aria-hidden />
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen} title={workspaceName} size="sm">
        <nav aria-label="Pages">
          <NavList slug={slug} role={role} onGo={() => setIsOpen(false)} />
        </nav>
      </Dialog>
    </div>
  );
}
