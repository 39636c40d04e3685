import type { RunDetail } from "./schema";

/**
 * A kept run as HAR 1.2, for the viewers that support has. Cookies stay empty: they are masked where they were headers.
 *
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export function harOf(run: RunDetail) {
  const { request } = run;
  return {
    log: {
      version: "1.2",
      creator: { name: "Distributor Console", version: "1", comment: "As it was kept: secrets and the data of guests are masked." },
      // Nothing was sent, so there is nothing to draw.
      entries: request === null ? [] : [{ ...entryOf(run, request), cache: {} }],
    },
  };
}

function entryOf(run: RunDetail, request: NonNullable<RunDetail["request"]>) {
  const headers = run.headers ?? [];
  const header = (name: string): string => headers.find(([known]) => known.toLowerCase() === name)?.[1] ?? "";
  const time = run.durationMs ?? 0;
  return {
    startedDateTime: run.startedAt,
    time,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: request.headers.map(named),
      queryString: queryOf(request.url),
      ...(request.body !== null && { postData: { mimeType: request.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "", text: request.body } }),
      headersSize: -1,
      bodySize: request.bodyBytes,
    },
    response: {
      // 0, as browsers write it where no reply came.
      status: run.status ?? 0,
      statusText: run.failure ?? "",
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: headers.map(named),
      content: {
        size: run.bodyBytes ?? 0,
        mimeType: header("content-type"),
        ...(run.body !== null && { text: run.body }),
        ...(!run.bodyKeptWhole && { comment: "Only the beginning was kept." }),
      },
      redirectURL: header("location"),
      headersSize: -1,
      bodySize: -1,
    },
    timings: { send: 0, wait: time, receive: 0, comment: "Only the whole is kept, the time for a token included." },
  };
}

function named([name, value]: readonly [string, string]): { name: string; value: string } {
  return { name, value };
}

/** Decoded, as HAR wants it; what cannot be decoded stays as it was sent. */
function queryOf(url: string): { name: string; value: string }[] {
  const at = url.indexOf("?");
  return at === -1 ? [] : [...new URLSearchParams(url.slice(at + 1))].map(named);
}
