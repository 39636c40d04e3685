import type { ReactNode } from "react";
import type { Span } from "@/lib/tokens/mask";
import type { DrawnHeader } from "@/lib/tokens/model";
import { Spans } from "./spans";

interface DrawnMessageProps {
  label: string;
  /** Stands at the right of the label: a status, a time. */
  aside?: ReactNode;
  firstLine: ReactNode;
  headers: readonly DrawnHeader[];
  body: readonly Span[];
  /** What is said instead of a body that is not there, or after one that was cut. */
  bodyNote?: string | undefined;
}

/** A request or a reply as it was written on the wire. */
export function DrawnMessage({ label, aside, firstLine, headers, body, bodyNote }: DrawnMessageProps) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex min-h-8 flex-wrap items-center justify-between gap-2 border-b border-line px-3 py-1 text-xs text-muted">
        <span className="font-medium text-ink">{label}</span>
        {aside}
      </figcaption>
      <pre tabIndex={0} aria-label={label} className="max-h-112 overflow-auto p-3 text-xs leading-5 whitespace-pre-wrap wrap-anywhere">
        <span className="font-semibold">{firstLine}</span>
        {"\n"}
        {headers.map(({ name, value }, index) => (
          <span key={index}>
            <span className="text-muted">{name}:</span> <Spans spans={value} />
            {"\n"}
          </span>
        ))}
        {body.length === 0 ? null : "\n"}
        <Spans spans={body} />
        {bodyNote === undefined ? null : <span className="mt-2 block font-sans text-muted">{bodyNote}</span>}
      </pre>
    </figure>
  );
}
