"use client";

import { Building2, CircleUser, Keyboard, LogOut } from "lucide-react";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuItem } from "@/components/ui/menu-item";
import { MenuLink } from "@/components/ui/menu-link";
import { toast } from "@/components/ui/toast";
import { showOverlay } from "./overlay";
import { signOut } from "./sign-out";

export interface ShellPerson {
  name: string;
  email: string;
  /** Shows the way to the pages of the installation's operators. */
  isOperator?: boolean;
}

interface PersonMenuProps {
  person: ShellPerson;
  role: string;
  /** False where no workspace's shortcuts work. */
  isInWorkspace?: boolean;
}

export function PersonMenu({ person, role, isInWorkspace = true }: PersonMenuProps) {
  const leave = (): void => {
    signOut().catch(() => toast("You are still signed in: the console did not answer. Try again.", "bad"));
  };
  const initial = (person.name === "" ? person.email : person.name).slice(0, 1).toUpperCase();
  return (
    <DropdownMenu
      label="You"
      align="end"
      variant="ghost"
      size="icon"
      className="w-60"
      trigger={
        <span aria-hidden className="grid size-6 place-items-center rounded-full bg-accent text-xs font-semibold text-on-accent">
          {initial}
        </span>
      }
    >
      <div role="presentation" className="border-b border-line px-2 pt-1 pb-2">
        <p className="truncate font-medium">{person.name === "" ? person.email : person.name}</p>
        <p className="truncate text-xs text-muted">
          {person.name === "" ? "" : `${person.email} · `}
          {role}
        </p>
      </div>
      <div role="presentation" className="pt-1">
        <MenuLink href="/account">
          <CircleUser aria-hidden />
          Your account
        </MenuLink>
        {person.isOperator === true ? (
          <MenuLink href="/operator">
            <Building2 aria-hidden />
            Operator’s board
          </MenuLink>
        ) : null}
        {isInWorkspace ? (
          <MenuItem onSelect={() => showOverlay("help")}>
            <Keyboard aria-hidden />
            Keyboard shortcuts
          </MenuItem>
        ) : null}
        <MenuItem onSelect={leave}>
          <LogOut aria-hidden />
          Sign out
        </MenuItem>
      </div>
    </DropdownMenu>
  );
}
