"use client";

import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "./button";
import { currentToasts, dismissToast, subscribeToToasts, type Toast } from "./toast";

const NONE: readonly Toast[] = [];
const MARKS = {
  info: <Info aria-hidden className="text-info" />,
  good: <CircleCheck aria-hidden className="text-good" />,
  bad: <CircleAlert aria-hidden className="text-bad" />,
};

export function Toaster() {
  const toasts = useSyncExternalStore(subscribeToToasts, currentToasts, () => NONE);
  return (
    <div
      role="status"
      aria-label="Notifications"
      className="pointer-events-none fixed right-4 bottom-4 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2"
    >
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className="pointer-events-auto flex items-start gap-2 rounded-lg border border-line bg-raised py-2 pr-1.5 pl-3 text-sm shadow-panel appear [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0"
        >
          {MARKS[toast.tone]}
          <span className="min-w-0 flex-1 break-words">{toast.text}</span>
          <Button variant="ghost" size="icon-sm" className="-my-1" aria-label="Dismiss" onClick={() => dismissToast(toast.id)}>
            <X aria-hidden />
          </Button>
        </div>
      ))}
    </div>
  );
}
