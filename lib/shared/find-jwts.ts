/** A stretch of a text, `end` not included. */
export interface Stretch {
  start: number;
  end: number;
}

const BEGINNING = "eyJ";
/** "{" and a quotation mark in base64url are three characters; shorter headers than this say nothing. */
const SHORTEST_HEADER = 8;
const PART = /[\w-]*/y;

/**
 * Where a text holds JSON Web Tokens (RFC 7519 §3), by their form.
 *
 * Each character is looked at a fixed number of times: a regular expression for the whole form starts anew at every
 * "eyJ" and reads to the end each time, which a hostile server could turn into minutes.
 *
 * @param fewestDots - 1 finds also those whose signature was cut off; 2 is the whole form
 */
export function findJwts(text: string, fewestDots: 1 | 2): Stretch[] {
  const found: Stretch[] = [];
  let at = text.indexOf(BEGINNING);
  while (at !== -1) {
    const stretch = beginsWord(text, at) ? jwtAt(text, at, fewestDots) : { isOne: false, end: at + BEGINNING.length };
    if (stretch.isOne) found.push({ start: at, end: stretch.end });
    at = text.indexOf(BEGINNING, stretch.end);
  }
  return found;
}

/** The text with `mask` for each JSON Web Token. */
export function maskJwts(text: string, mask: string, fewestDots: 1 | 2 = 2): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of findJwts(text, fewestDots)) {
    parts.push(text.slice(from, start), mask);
    from = end;
  }
  return from === 0 ? text : parts.join("") + text.slice(from);
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || !/\w/.test(text[at - 1] ?? "");
}

/** `end` is where to go on looking, also when this is none: behind the part that was read, so that nothing is read twice. */
function jwtAt(text: string, start: number, fewestDots: number): { isOne: boolean; end: number } {
  let end = endOfPart(text, start);
  if (end - start < SHORTEST_HEADER || text[end] !== ".") return { isOne: false, end };
  const payload = endOfPart(text, end + 1);
  if (fewestDots === 2 && text[payload] !== ".") return { isOne: false, end };
  end = payload;
  // A signature, or the further parts of an encrypted token (RFC 7516 §3).
  for (let more = 0; more < 3 && text[end] === "."; more += 1) end = endOfPart(text, end + 1);
  return { isOne: true, end };
}

function endOfPart(text: string, from: number): number {
  PART.lastIndex = from;
  PART.exec(text);
  return Math.max(PART.lastIndex, from);
}
