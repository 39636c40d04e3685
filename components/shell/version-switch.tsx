"use client";

import { ChevronDown } from "lucide-react";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuItem } from "@/components/ui/menu-item";
import { VERSION_CHOICES, type Place } from "./environment";

export function VersionSwitch({ place, onChoose }: { place: Place; onChoose: (place: Place) => void }) {
  return (
    <DropdownMenu
      label={`API version: ${place.version}`}
      align="end"
      variant="ghost"
      triggerClassName="px-1.5 gap-0.5 font-mono text-xs"
      trigger={
        <>
          v{place.version}
          <ChevronDown aria-hidden />
        </>
      }
    >
      {VERSION_CHOICES.map((version) => (
        <MenuItem key={version} checked={version === place.version} onSelect={() => onChoose({ ...place, version })}>
          <span className="font-mono text-xs">v{version}</span>
          {version === VERSION_CHOICES[0] ? <span className="text-xs text-muted">current</span> : null}
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}
