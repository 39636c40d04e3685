"use client";

import { OutsideFrame } from "@/components/shell/outside-frame";
import { Button } from "@/components/ui/button";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <OutsideFrame title="This page could not be shown" description="Something broke on our side; nothing was sent to the API.">
      {error.digest === undefined ? null : (
        <p className="mb-4 text-sm text-muted">
          If it stays so, give your operator this reference: <code className="select-all">{error.digest}</code>
        </p>
      )}
      <Button onClick={reset}>Try again</Button>
    </OutsideFrame>
  );
}
