/** A secret that must not turn up, and what it is called in a report. */
export interface Canary {
  name: string;
  value: string;
}

export interface Hit {
  canary: string;
  form: string;
  where: string;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/** The eight ways in which a value may hide in a text. */
export function formsOf(value: string): readonly [form: string, text: string][] {
  const bytes = Buffer.from(value);
  // Whatever stands before it shifts base64 by none, one or two bytes; the edges differ, the middle does not.
  const aligned = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    return text.slice(Math.ceil((shift * 4) / 3), text.length - 2);
  });
  return [
    ["raw", value],
    ...aligned.map((text): [string, string] => ["base64", text]),
    ...aligned.map((text): [string, string] => ["base64url", text.replaceAll("+", "-").replaceAll("/", "_")]),
    ["hex", bytes.toString("hex")],
    ["percent-encoded", encodeURIComponent(value)],
    ["JSON-escaped", JSON.stringify(value).slice(1, -1)],
    ["HTML-escaped", value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)],
    ["reversed", [...value].reverse().join("")],
  ];
}

/** Where the canaries turn up in a text; each canary and form once. */
export function search(text: string, where: string, canaries: readonly Canary[]): Hit[] {
  const lower = text.toLowerCase();
  return canaries.flatMap(({ name, value }) =>
    formsOf(value)
      .filter(([form, shape]) => (form === "hex" ? lower.includes(shape) : text.includes(shape)))
      .map(([form]) => ({ canary: name, form, where })),
  );
}
