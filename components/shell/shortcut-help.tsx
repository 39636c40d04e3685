"use client";

import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { SHORTCUTS } from "./shortcuts";

export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard shortcuts">
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {SHORTCUTS.map(({ heading, rows }) => (
          <section key={heading} aria-label={heading}>
            <h3 className="mb-1.5 text-xs font-medium text-muted">{heading}</h3>
            <ul className="flex flex-col gap-1.5">
              {rows.map(({ keys, text }) => (
                <li key={text} className="flex items-center justify-between gap-3 text-sm">
                  {text}
                  <span className="flex shrink-0 gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
