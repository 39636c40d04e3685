"use client";

import { ChevronDown } from "lucide-react";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { MenuItem } from "@/components/ui/menu-item";
import { ENVIRONMENT_CHOICES, type Place } from "./environment";

const MEANINGS = {
  simulator: "Built in; nothing leaves this console",
  sandbox: "Prioticket's sandbox",
  staging: "Testing and certification",
  production: "Real bookings, real money",
} as const;

export function EnvironmentSwitch({ place, onChoose }: { place: Place; onChoose: (place: Place) => void }) {
  return (
    <DropdownMenu
      label={`Environment: ${place.environment}`}
      align="end"
      variant="ghost"
      triggerClassName="px-1 gap-0.5"
      className="w-72"
      trigger={
        <>
          <EnvironmentBadge environment={place.environment} />
          <ChevronDown aria-hidden />
        </>
      }
    >
      {ENVIRONMENT_CHOICES.map((environment) => (
        <MenuItem key={environment} checked={environment === place.environment} onSelect={() => onChoose({ ...place, environment })}>
          <span className="flex flex-col items-start gap-1">
            <EnvironmentBadge environment={environment} />
            <span className="text-xs text-muted">{MEANINGS[environment]}</span>
          </span>
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}
