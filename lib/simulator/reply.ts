/** What a resource answers; write-reply.ts turns it into HTTP. */
export interface Reply {
  status: number;
  body: ReplyBody;
  /** Further headers. Content-Type, Content-Length and Last-Modified come from the fields. */
  headers?: Readonly<Record<string, string>>;
  /** When what is shown last changed; gives `Last-Modified` and answers `If-Modified-Since`. */
  lastModified?: Date;
  /** ISO 639-1 code of the language that was used. */
  language?: string;
  /** What is modelled here beyond the public documents, in ASCII. Sent as `Simulator-Note`. */
  note?: string;
}

/** `json-bytes` is JSON that was written before and is kept, for what is sent often; its compressed form is kept with it. */
export type ReplyBody =
  | { kind: "none" }
  | { kind: "json"; value: unknown }
  | { kind: "json-bytes"; bytes: Buffer }
  | { kind: "bytes"; contentType: string; bytes: Buffer; fileName?: string };

/** 200 (or another 2xx) with JSON. */
export function json(value: unknown, extras: Omit<Partial<Reply>, "body"> = {}): Reply {
  return { status: 200, ...extras, body: { kind: "json", value } };
}
