import { Badge } from "@/components/ui/badge";
import type { Operation } from "@/lib/catalog/model";
import { onlyIn } from "@/lib/catalog/versions";

/** Says in which versions something is known, where that is not all of them. */
export function VersionMark({ versions }: { versions: Operation["versions"] }) {
  const text = onlyIn(versions);
  return text === undefined ? null : <Badge>{text}</Badge>;
}
