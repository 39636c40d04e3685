import type { TransportFailure } from "./model";

/** Ends a send before its time; travels as the error of everything that it tears down. */
export class SendStopped extends Error {
  constructor(
    readonly failure: TransportFailure,
    detail: string,
  ) {
    super(detail);
    this.name = "SendStopped";
  }
}

export interface Explained {
  failure: TransportFailure;
  detail: string;
}

/** Where the exchange was when it broke. */
export type Phase = "headers" | "body";

/** Turns what the HTTP client or the decoder threw into one of our failures and a sentence. */
export function explain(error: unknown, phase: Phase): Explained {
  if (error instanceof SendStopped) return { failure: error.failure, detail: error.message };
  const code = codeOf(error);
  const parserSays = error instanceof Error && error.name === "HTTPParserError" ? error.message : undefined;
  const lengthIsWrong = code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH";
  if (parserSays?.includes("Invalid EOF") || (lengthIsWrong && phase === "body")) return closedEarly(phase);
  if (lengthIsWrong)
    return { failure: "malformed", detail: "The headers of the reply contradict each other about the length of its body." };
  if (code === "UND_ERR_HEADERS_OVERFLOW") {
    return { failure: "malformed", detail: "The header section of the reply is larger than 64 KiB; the console does not read further." };
  }
  if (parserSays !== undefined) {
    const [reason = ""] = / \([^()]{1,80}\)/.exec(parserSays) ?? [];
    return { failure: "malformed", detail: `What came back is not HTTP that the console can read${reason}.` };
  }
  if (isBadTalk(error)) {
    return {
      failure: "malformed",
      detail: "The other side answered with a message that does not belong in this conversation, such as a switch of protocol.",
    };
  }
  if (code.startsWith("Z_") || code.startsWith("ERR_BROTLI") || code.startsWith("ERR__ERROR_FORMAT") || code.startsWith("ERR_PADDING")) {
    return {
      failure: "bad-encoding",
      detail: "The Content-Encoding header and the bytes of the body do not agree; the body could not be unpacked.",
    };
  }
  return closedEarly(phase);
}

function closedEarly(phase: Phase): Explained {
  return phase === "body"
    ? { failure: "truncated", detail: "The reply began, but the connection was cut before its body was complete." }
    : { failure: "reset", detail: "The connection was closed before a complete status line and headers had come back." };
}

/** undici calls a 100 nobody asked for, a 101, and bytes without a request "bad response" or "bad upgrade". */
function isBadTalk(error: unknown): boolean {
  return error instanceof Error && /^bad (response|upgrade)$/.test(error.message);
}

/** The machine-readable code of a Node or undici error, or an empty string. */
export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

/** What was thrown as an Error; JavaScript lets anything be thrown. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
