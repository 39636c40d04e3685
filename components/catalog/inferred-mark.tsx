import { Badge } from "@/components/ui/badge";

/** Marks what this console guesses, so that nobody takes it for documented. */
export function InferredMark({ what }: { what?: string }) {
  return (
    <Badge tone="outline" title={what ?? "Not documented; inferred by this console"}>
      inferred
    </Badge>
  );
}
