/**
 * The names that a JSON object has more than once at its top level, each named once.
 *
 * `JSON.parse` silently keeps the last, another reader may keep the first; a token reply on which
 * two readers can disagree is not one to rely on. The text must be valid JSON.
 */
export function repeatedMembers(json: string): string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  let depth = 0;
  // Strings are the only place in which the brackets mean nothing, so text is cut into strings and the rest.
  for (const match of json.matchAll(/("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/gs)) {
    const [piece, text, colon] = match;
    if (text === undefined) depth += piece === "{" || piece === "[" ? 1 : -1;
    else if (colon !== undefined && depth === 1) {
      const name = String(JSON.parse(text));
      if (seen.has(name)) repeated.add(name);
      seen.add(name);
    }
  }
  return [...repeated];
}
