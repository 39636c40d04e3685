import { describe, expect, it } from "vitest";
import { assertSameOrigin } from "./same-origin";

const OURS = "https://console.test";

describe("a request to the BFF", () => {
  it.each([
    ["from a page of ours", { "x-console-request": "1", "sec-fetch-site": "same-origin", origin: OURS }],
    ["from an old browser that says nothing of the sender", { "x-console-request": "1" }],
  ])("goes on: %s", (_case, headers) => {
    expect(() => assertSameOrigin(new Headers(headers), OURS)).not.toThrow();
  });

  it.each([
    ["a form of another site", { "sec-fetch-site": "cross-site", origin: "https://evil.test" }],
    ["a form without the header", { origin: OURS, "sec-fetch-site": "same-origin" }],
    ["a sandboxed frame", { "x-console-request": "1", origin: "null" }],
    ["a sibling subdomain", { "x-console-request": "1", "sec-fetch-site": "same-site", origin: "https://other.test" }],
    ["another site that got the header through", { "x-console-request": "1", "sec-fetch-site": "cross-site" }],
    ["the same host in plain text", { "x-console-request": "1", origin: "http://console.test" }],
    ["a typed address", { "x-console-request": "1", "sec-fetch-site": "none" }],
  ])("is refused: %s", (_case, headers) => {
    expect(() => assertSameOrigin(new Headers(headers), OURS)).toThrow(expect.objectContaining({ code: "request.cross-site", status: 403 }));
  });
});
