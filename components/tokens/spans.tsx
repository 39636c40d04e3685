import type { Span } from "@/lib/tokens/mask";

/** A text as it was on the wire; what is hidden is seen to be hidden, with what it is and how long it was. */
export function Spans({ spans }: { spans: readonly Span[] }) {
  return spans.map((span, index) =>
    "text" in span ? (
      <span key={index}>{span.text}</span>
    ) : (
      <span
        key={index}
        title={`${span.masked}, ${span.characters} characters, hidden`}
        className="rounded border border-dashed border-edge bg-hover px-1 text-muted select-none"
      >
        ••••
        <span className="ml-1 font-sans text-2xs">{span.masked}</span>
        <span className="sr-only"> hidden, {span.characters} characters</span>
      </span>
    ),
  );
}
