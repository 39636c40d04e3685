"use client";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <EmptyState title="This page could not be shown" action={<Button onClick={reset}>Try again</Button>}>
        Something broke on our side; nothing was sent to the API.
        {error.digest === undefined ? null : (
          <>
            {" "}
            If it stays so, give your operator this reference: <code className="select-all">{error.digest}</code>
          </>
        )}
      </EmptyState>
    </main>
  );
}
