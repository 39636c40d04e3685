import type { HeaderField } from "@/lib/upstream/model";

/** The first value of a header, whatever its case; undefined when it was not sent. */
export function headerValue(headers: readonly HeaderField[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** A challenge of WWW-Authenticate: its scheme in lower case, and its parameters. Source: RFC 9110 §11.3. */
export interface Challenge {
  scheme: string;
  parameters: Readonly<Record<string, string>>;
}

/** The first challenge of a WWW-Authenticate header; undefined when there is none that can be read. */
export function readChallenge(headers: readonly HeaderField[]): Challenge | undefined {
  const value = headerValue(headers, "www-authenticate")?.trim();
  const scheme = value === undefined ? undefined : /^[A-Za-z][\w-]*/.exec(value)?.[0];
  if (value === undefined || scheme === undefined) return undefined;
  const parameters: Record<string, string> = {};
  for (const match of value.slice(scheme.length).matchAll(/(?<![\w-])([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)) {
    const [, name, quoted, bare] = match;
    if (name !== undefined) parameters[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "";
  }
  return { scheme: scheme.toLowerCase(), parameters };
}

/** The methods that an Allow header lists, upper case. Empty when the header is absent or empty. */
export function readAllow(headers: readonly HeaderField[]): readonly string[] {
  const value = headerValue(headers, "allow") ?? "";
  return value.split(",").map((method) => method.trim().toUpperCase()).filter((method) => /^[A-Z]+$/.test(method));
}
