"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuItem } from "@/components/ui/menu-item";
import { readCookie, subscribeToCookies } from "./cookies";
import { chooseTheme } from "./choose-theme";
import { readTheme, THEME_COOKIE, THEMES, type Theme } from "./theme";

const LOOKS = {
  system: { icon: Monitor, label: "As the system" },
  light: { icon: Sun, label: "Light" },
  dark: { icon: Moon, label: "Dark" },
} as const satisfies Record<Theme, unknown>;

export function ThemeMenu({ initialTheme }: { initialTheme: Theme }) {
  const theme = useSyncExternalStore(
    subscribeToCookies,
    () => readTheme(readCookie(THEME_COOKIE)),
    () => initialTheme,
  );
  const Icon = LOOKS[theme].icon;
  return (
    <DropdownMenu label="Theme" align="end" variant="ghost" size="icon" trigger={<Icon aria-hidden />}>
      {THEMES.map((choice) => {
        const ChoiceIcon = LOOKS[choice].icon;
        return (
          <MenuItem key={choice} checked={choice === theme} onSelect={() => chooseTheme(choice)}>
            <ChoiceIcon aria-hidden />
            {LOOKS[choice].label}
          </MenuItem>
        );
      })}
    </DropdownMenu>
  );
}
