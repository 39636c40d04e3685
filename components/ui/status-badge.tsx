import { Badge, type BadgeTone } from "./badge";

interface StatusBadgeProps {
  /** An HTTP status, or nothing where no reply came back. */
  status: number | undefined;
  /** The reason phrase, or what happened instead of a reply. */
  text?: string;
}

const TONES: Record<number, BadgeTone> = { 1: "info", 2: "good", 3: "info", 4: "warn", 5: "bad" };

export function StatusBadge({ status, text }: StatusBadgeProps) {
  const tone = status === undefined ? "bad" : (TONES[Math.floor(status / 100)] ?? "neutral");
  const words = [status, text].filter((part) => part !== undefined && part !== "").join(" ");
  return (
    <Badge tone={tone} className="font-mono">
      {words === "" ? "No reply" : words}
    </Badge>
  );
}
