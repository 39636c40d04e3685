/** The facts of an entry in one line: "label: Staging · environment: staging". */
export function subjectText(subject: Readonly<Record<string, unknown>>): string {
  return Object.entries(subject)
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => `${wordsOf(name)}: ${valueText(value)}`)
    .join(" · ");
}

/** "basicEncoding" → "basic encoding". */
function wordsOf(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_match, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? value.join(", ") : JSON.stringify(value);
}
