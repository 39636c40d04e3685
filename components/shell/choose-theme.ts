import { writeCookie } from "./cookies";
import { THEME_COOKIE, type Theme } from "./theme";

export function chooseTheme(theme: Theme): void {
  writeCookie(THEME_COOKIE, theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
