"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Role } from "@/lib/workspaces/model";
import { withPlace } from "./environment";
import { pagePath } from "./navigation";
import { currentOverlay, showOverlay, subscribeToOverlay } from "./overlay";
import { meaningOf, type KeyPress } from "./shortcuts";
import { usePlace } from "./use-place";

// Neither is part of the first load: they arrive when they are first asked for.
const CommandPalette = dynamic(() => import("./command-palette").then((file) => file.CommandPalette), { ssr: false });
const ShortcutHelp = dynamic(() => import("./shortcut-help").then((file) => file.ShortcutHelp), { ssr: false });

/** Listens for the shortcuts of the whole console and shows what they open. */
export function ShellKeys({ slug, role }: { slug: string; role: Role }) {
  const router = useRouter();
  const { place, choose } = usePlace();
  const overlay = useSyncExternalStore(subscribeToOverlay, currentOverlay, () => undefined);
  const before = useRef<KeyPress>(undefined);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.isComposing || event.altKey) return;
      const press = { key: event.key, hasCommand: event.metaKey || event.ctrlKey, isTyping: isTyping(event.target), atMs: event.timeStamp };
      const meaning = meaningOf(press, before.current);
      before.current = press;
      if (meaning === undefined) return;
      if (meaning.kind !== "palette" && document.querySelector("dialog[open]") !== null) return;
      event.preventDefault();
      if (meaning.kind === "go") router.push(withPlace(pagePath(slug, meaning.segment), place));
      else if (meaning.kind === "search") focusSearch();
      else showOverlay(meaning.kind);
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [router, slug, place]);

  const close = (): void => showOverlay(undefined);
  if (overlay === "palette") return <CommandPalette slug={slug} role={role} place={place} onChoosePlace={choose} onClose={close} />;
  if (overlay === "help") return <ShortcutHelp onClose={close} />;
  return null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input:not([type=checkbox],[type=radio]), textarea, select, [role=menu]") !== null)
  );
}

/** A page marks its search field with data-page-search; a page without one has the palette. */
function focusSearch(): void {
  const field = document.querySelector<HTMLElement>("[data-page-search]");
  if (field === null) showOverlay("palette");
  else field.focus();
}
