"use client";

import { ChevronDown } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { MethodBadge } from "@/components/ui/method-badge";
import type { Operation } from "@/lib/catalog/model";

/** What can be opened, where the window is too narrow for a pane of its own. */
export function OperationPicker({ operation, pane }: { operation: Operation; pane: (onGo: () => void) => ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="border-b border-line p-2 lg:hidden">
      <Button className="w-full justify-start" onClick={() => setIsOpen(true)}>
        <MethodBadge method={operation.method} inline />
        <span className="min-w-0 flex-1 truncate text-left">{operation.summary}</span>
        <ChevronDown aria-hidden />
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen} title="Operations">
        <div className="h-[60vh]">{pane(() => setIsOpen(false))}</div>
      </Dialog>
    </div>
  );
}
