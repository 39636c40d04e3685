"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { useNow } from "@/components/ui/use-now";
import { inspectToken, type SignatureLine } from "@/lib/tokens/inspect";
import { InspectionView } from "./inspection-view";

/** Decodes a token that a person pastes. It is held in this component's memory and goes nowhere: not to the server, not into storage. */
export function PastedToken() {
  const [raw, setRaw] = useState("");
  const [publicKey, setPublicKey] = useState("");
  const [checked, setChecked] = useState<SignatureLine>();
  const now = useNow(60_000);
  useEffect(() => {
    let isCurrent = true;
    const check = async () => {
      // The mathematics are only loaded by those who bring a key.
      const { checkSignature } = await import("@/lib/tokens/check-signature");
      const line = await checkSignature(raw, publicKey);
      if (isCurrent) setChecked(line);
    };
    if (raw.trim() !== "" && publicKey.trim() !== "") void check();
    return () => {
      isCurrent = false;
      setChecked(undefined);
    };
  }, [raw, publicKey]);

  const inspection = raw.trim() === "" ? undefined : inspectToken(raw, now);
  return (
    <Card
      title="Read a token of your own"
      description="Paste any access token. It is decoded in this browser and never sent anywhere."
      actions={
        raw === "" && publicKey === "" ? undefined : (
          <Button
            size="sm"
            onClick={() => {
              setRaw("");
              setPublicKey("");
            }}
          >
            Clear
          </Button>
        )
      }
    >
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="space-y-3">
          <Field label="Token" hint="With or without “Bearer” in front.">
            <Textarea
              value={raw}
              onChange={(event) => setRaw(event.target.value)}
              rows={5}
              spellCheck={false}
              autoComplete="off"
              className="font-mono text-xs"
            />
          </Field>
          <Field label="Public key of the issuer" hint="Only to check the signature: a JWK set, a JWK or a PEM public key. Optional.">
            <Textarea
              value={publicKey}
              onChange={(event) => setPublicKey(event.target.value)}
              rows={3}
              spellCheck={false}
              autoComplete="off"
              className="font-mono text-xs"
            />
          </Field>
        </div>
        <div aria-live="polite" className="min-w-0">
          {inspection === undefined ? (
            <p className="grid h-full place-content-center rounded-lg border border-dashed border-edge p-6 text-center text-sm text-muted">
              Header, claims and times appear here as you paste.
            </p>
          ) : (
            <InspectionView inspection={checked ? { ...inspection, signature: checked } : inspection} />
          )}
        </div>
      </div>
    </Card>
  );
}
