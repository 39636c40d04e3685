"use client";

import { useEffect, useRef, useState, type RefObject } from "react";
import { placePanel } from "./place-panel";

interface Panel {
  anchor: RefObject<HTMLButtonElement | null>;
  panel: RefObject<HTMLDivElement | null>;
  isOpen: boolean;
  close: () => void;
  onToggle: (event: { newState: string }) => void;
}

/** Keeps a popover of the platform beside the button that opens it, while it is open. */
export function usePanel(align: "start" | "end"): Panel {
  const anchor = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);

  useEffect(() => {
    if (!isOpen) return undefined;
    const place = (): void => {
      const button = anchor.current;
      const box = panel.current;
      if (button === null || box === null) return;
      box.style.maxHeight = "";
      const size = { width: box.offsetWidth, height: box.scrollHeight + box.offsetHeight - box.clientHeight };
      const at = placePanel(button.getBoundingClientRect(), size, { width: innerWidth, height: innerHeight }, align);
      box.style.top = `${at.top}px`;
      box.style.left = `${at.left}px`;
      box.style.maxHeight = `${at.maxHeight}px`;
    };
    place();
    addEventListener("resize", place);
    addEventListener("scroll", place, true);
    return () => {
      removeEventListener("resize", place);
      removeEventListener("scroll", place, true);
    };
  }, [isOpen, align]);

  return {
    anchor,
    panel,
    isOpen,
    close: () => panel.current?.hidePopover(),
    onToggle: (event) => setIsOpen(event.newState === "open"),
  };
}
