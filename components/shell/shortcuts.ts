import { NAVIGATION } from "./navigation";

export type ShortcutMeaning = { kind: "go"; segment: string } | { kind: "search" } | { kind: "help" } | { kind: "palette" };

export interface KeyPress {
  key: string;
  hasCommand: boolean;
  /** The focus is where text is typed. */
  isTyping: boolean;
  atMs: number;
}

/** A second key counts as part of a sequence for this long. */
const SEQUENCE_MS = 1_200;

/**
 * What a key press means, given the one before it. Single keys mean nothing while somebody is
 * typing; the palette opens from everywhere.
 */
export function meaningOf(press: KeyPress, before: KeyPress | undefined): ShortcutMeaning | undefined {
  if (press.hasCommand) return press.key.toLowerCase() === "k" ? { kind: "palette" } : undefined;
  if (press.isTyping) return undefined;
  if (before?.key === "g" && !before.hasCommand && press.atMs - before.atMs < SEQUENCE_MS) {
    const entry = NAVIGATION.find(({ key }) => key === press.key);
    if (entry !== undefined) return { kind: "go", segment: entry.segment };
  }
  if (press.key === "/") return { kind: "search" };
  if (press.key === "?") return { kind: "help" };
  return undefined;
}

/** All shortcuts, for the help dialog. */
export const SHORTCUTS: readonly { heading: string; rows: readonly { keys: readonly string[]; text: string }[] }[] = [
  {
    heading: "Everywhere",
    rows: [
      { keys: ["⌘ K", "Ctrl K"], text: "Open the command palette" },
      { keys: ["/"], text: "Search on this page" },
      { keys: ["?"], text: "Show this list" },
      { keys: ["Esc"], text: "Close what is open" },
    ],
  },
  { heading: "Go to", rows: NAVIGATION.map(({ key, label }) => ({ keys: [`g ${key}`], text: label })) },
  {
    heading: "Playground",
    rows: [
      { keys: ["⌘ ↵", "Ctrl ↵"], text: "Send the request" },
      { keys: ["Esc"], text: "Cancel a request that is under way" },
    ],
  },
];
