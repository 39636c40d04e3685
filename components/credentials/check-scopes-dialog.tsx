"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";

const ScopePicker = dynamic(() => import("@/components/scopes/scope-picker").then((file) => file.ScopePicker), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});

interface CheckScopesDialogProps {
  label: string;
  onCheck: (scopes: readonly string[]) => void;
  onClose: () => void;
}

/** A credential may work and still not be granted a scope: this asks for exactly the chosen ones. */
export function CheckScopesDialog({ label, onCheck, onClose }: CheckScopesDialogProps) {
  const [scopes, setScopes] = useState<readonly string[]>([]);
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={`Check ${label} with scopes`}
      description="The check asks for a token with exactly these scopes and tells you whether they are granted."
      size="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={() => onCheck(scopes)}>
            {scopes.length === 0
              ? "Check without scopes"
              : scopes.length === 1
                ? "Check with 1 scope"
                : `Check with ${scopes.length} scopes`}
          </Button>
        </>
      }
    >
      <ScopePicker value={scopes} onChange={setScopes} />
    </Dialog>
  );
}
