import { cn } from "./class-names";
import { CopyButton } from "./copy-button";

interface CodeBlockProps {
  code: string;
  /** What the code is, for its heading and for people who do not see it. */
  label: string;
  /** Copied instead of `code`, where the shown text is shortened or masked. */
  copyText?: string;
  wrap?: boolean;
  className?: string;
}

export function CodeBlock({ code, label, copyText, wrap = false, className }: CodeBlockProps) {
  return (
    <figure className={cn("group min-w-0 overflow-hidden rounded-lg border border-line bg-sunken", className)}>
      <figcaption className="flex items-center justify-between border-b border-line py-0.5 pr-1 pl-3 text-xs text-muted">
        {label}
        <CopyButton text={copyText ?? code} label={`Copy ${label.toLowerCase()}`} />
      </figcaption>
      <pre tabIndex={0} aria-label={label} className={cn("overflow-auto p-3 text-xs leading-5", wrap && "break-all whitespace-pre-wrap")}>
        {code}
      </pre>
    </figure>
  );
}
