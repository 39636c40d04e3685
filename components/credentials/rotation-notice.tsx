"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { CredentialView } from "@/lib/credentials/model";
import { useAbandonRotation } from "./queries";

/** Says that two secrets are kept at the moment, and how that ends. */
export function RotationNotice({ slug, credential, mayChange }: { slug: string; credential: CredentialView; mayChange: boolean }) {
  const abandon = useAbandonRotation(slug, credential.id);
  return (
    <>
      <Notice
        className="mt-3"
        title="A new secret waits to be used"
        action={
          mayChange ? (
            <Button size="sm" busy={abandon.isPending} onClick={() => abandon.mutate(undefined)}>
              Abandon rotation
            </Button>
          ) : undefined
        }
      >
        Its fingerprint is <code className="text-xs">{credential.nextSecretFingerprint}</code>. It is tried first, and takes over the first
        time it works; the old one serves until then. A check tries it now.
      </Notice>
      {abandon.error === null ? null : <ProblemNotice className="mt-3" error={abandon.error} />}
    </>
  );
}
