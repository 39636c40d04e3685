import { cn } from "@/components/ui/class-names";

const BLOCKS = 5;

/** ▮▮▮▯▯: full and hollow blocks, so that it says the same without colour. Decoration of words beside it. */
export function UsageBlocks({ used, limit }: { used: number; limit: number }) {
  const full = used === 0 ? 0 : Math.min(BLOCKS, Math.max(1, Math.floor((used / limit) * BLOCKS)));
  return (
    <span aria-hidden className="inline-flex gap-0.5">
      {Array.from({ length: BLOCKS }, (_, block) => (
        <span
          key={block}
          className={cn("h-2.5 w-1.5 rounded-[1px] border", block < full ? (full > 3 ? "border-bad bg-bad" : "border-accent bg-accent") : "border-edge")}
        />
      ))}
    </span>
  );
}
