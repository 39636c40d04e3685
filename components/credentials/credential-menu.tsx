"use client";

import { Ellipsis, PencilLine, Power, RefreshCw, Trash2, UsersRound } from "lucide-react";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuItem } from "@/components/ui/menu-item";
import type { CredentialView } from "@/lib/credentials/model";

export type CredentialDialog = "edit" | "users" | "rotate" | "delete" | "check";

interface CredentialMenuProps {
  credential: CredentialView;
  onOpen: (dialog: CredentialDialog) => void;
  onSwitch: () => void;
}

export function CredentialMenu({ credential, onOpen, onSwitch }: CredentialMenuProps) {
  return (
    <DropdownMenu label={`More for ${credential.label}`} align="end" variant="ghost" size="icon-sm" trigger={<Ellipsis aria-hidden />}>
      <MenuItem onSelect={() => onOpen("edit")}>
        <PencilLine aria-hidden />
        Edit
      </MenuItem>
      <MenuItem onSelect={() => onOpen("users")}>
        <UsersRound aria-hidden />
        Who may use it
      </MenuItem>
      <MenuItem onSelect={() => onOpen("rotate")}>
        <RefreshCw aria-hidden />
        Rotate secret
      </MenuItem>
      <MenuItem onSelect={onSwitch}>
        <Power aria-hidden />
        {credential.disabledAt === null ? "Switch off" : "Switch on"}
      </MenuItem>
      <MenuItem danger onSelect={() => onOpen("delete")}>
        <Trash2 aria-hidden />
        Delete
      </MenuItem>
    </DropdownMenu>
  );
}
