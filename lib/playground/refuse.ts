/** What cannot be sent, and why, as the end of a sentence that begins with its name; undefined when it can. */

const MAX_DECODINGS = 4;

/** Text that no encoding can carry. */
export function refusedText(value: string): string | undefined {
  return /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(value)
    ? "holds half of a Unicode character"
    : undefined;
}

/**
 * A value for a hole in a path. A slash is fine, because it is sent encoded; a step to another
 * folder is not, because some machine on the way may decode once too often.
 */
export function refusedPathValue(value: string): string | undefined {
  if (value === "") return "is part of the path, so it cannot be empty";
  if (hasControls(value)) return "holds a control character";
  let text = value;
  for (let round = 0; round < MAX_DECODINGS; round += 1) {
    if (text.split(/[/\\]/).some((step) => /^\s*\.{1,2}\s*(;.*)?$/.test(step))) return "holds a step to another folder (. or ..)";
    const decoded = decodedOnce(text);
    if (decoded === text) return undefined;
    text = decoded;
    if (hasControls(text)) return "holds a control character in encoded form";
  }
  return "is encoded too many times over";
}

/** The headers that may be set: a fixed few, and any that begins with App-. Source: facts §1.2. */
export function refusedHeaderName(name: string): string | undefined {
  if (/^(accept|accept-encoding|content-type|if-modified-since)$/i.test(name)) return undefined;
  if (/^app-[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/i.test(name)) return undefined;
  return "cannot be set here; Accept, Accept-Encoding, Content-Type, If-Modified-Since and names that begin with App- can";
}

export function refusedHeaderValue(value: string): string | undefined {
  if (value === "") return "is empty; leave it out instead";
  if (!/^[\x20-\x7e]*$/.test(value)) return "can hold printable ASCII only";
  return value.trim() === value ? undefined : "begins or ends with a space";
}

function hasControls(text: string): boolean {
  return /\p{Cc}|\u2028|\u2029/u.test(text);
}

function decodedOnce(text: string): string {
  // Overlong and broken sequences stay as they are: nobody decodes them to anything.
  return text.replace(/(%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run.replace(/%([0-7][0-9a-f])/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    }
  });
}
