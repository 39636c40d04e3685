/** Names of statuses that have no entry of their own. Source: the IANA registry of HTTP status codes. */
const REASON_PHRASES: Readonly<Record<number, string>> = {
  100: "Continue", 101: "Switching protocols", 102: "Processing", 103: "Early hints",
  200: "OK", 201: "Created", 202: "Accepted", 203: "Non-authoritative information", 204: "No content", 205: "Reset content", 206: "Partial content", 207: "Multi-status", 208: "Already reported", 226: "IM used",
  300: "Multiple choices", 301: "Moved permanently", 302: "Found", 303: "See other", 304: "Not modified", 305: "Use proxy", 307: "Temporary redirect", 308: "Permanent redirect",
  407: "Proxy authentication required", 408: "Request timeout", 410: "Gone", 411: "Length required", 412: "Precondition failed", 413: "Content too large", 414: "URI too long", 415: "Unsupported media type", 416: "Range not satisfiable", 417: "Expectation failed",
  421: "Misdirected request", 423: "Locked", 424: "Failed dependency", 425: "Too early", 426: "Upgrade required", 428: "Precondition required", 431: "Request header fields too large", 451: "Unavailable for legal reasons",
  505: "HTTP version not supported", 506: "Variant also negotiates", 507: "Insufficient storage", 508: "Loop detected", 510: "Not extended", 511: "Network authentication required",
};

/** "415 (Unsupported media type)", or just the number when nobody has named it. */
export function statusInWords(status: number): string {
  const phrase = REASON_PHRASES[status];
  return phrase === undefined ? String(status) : `${status} (${phrase})`;
}
