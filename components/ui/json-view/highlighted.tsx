import type { ReactNode } from "react";

/** The text with what was searched for marked; upper and lower case are the same. */
export function Highlighted({ text, search }: { text: string; search: string | undefined }) {
  if (search === undefined || search === "") return text;
  const parts: ReactNode[] = [];
  const wanted = search.toLowerCase();
  const inLower = text.toLowerCase();
  let from = 0;
  for (let at = inLower.indexOf(wanted); at >= 0 && parts.length < 400; at = inLower.indexOf(wanted, from)) {
    parts.push(
      text.slice(from, at),
      <mark key={at} className="rounded-xs bg-warn/35 text-ink">
        {text.slice(at, at + wanted.length)}
      </mark>,
    );
    from = at + wanted.length;
  }
  parts.push(text.slice(from));
  return parts;
}
