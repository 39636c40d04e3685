import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/shared/errors";
import { MAX_BODY_BYTES, readJsonBody } from "./body";

describe("the body of a request", () => {
  it.each([
    ["an object", '{"a":1}', { a: 1 }],
    ["text outside ASCII", '{"a":"Zoë 東京"}', { a: "Zoë 東京" }],
    ["nothing", "", undefined],
  ])("is read: %s", async (_case, text, expected) => {
    expect(await readJsonBody(post(text))).toEqual(expected);
  });

  it.each([
    ["cut off", '{"a":'],
    ["with a trailing comma", '{"a":1,}'],
    ["with a comment", '{"a":1}//'],
    ["with a byte order mark inside", '{"a":\uFEFF1}'],
    ["NaN", "NaN"],
    ["single quotes", "{'a':1}"],
    ["__proto__ at the top", '{"__proto__":{"role":"owner"}}'],
    ["__proto__ deep down", '{"a":[{"__proto__":{"role":"owner"}}]}'],
  ])("is refused as a bad request: %s", async (_case, text) => {
    await expect(readJsonBody(post(text))).rejects.toMatchObject({ code: "request.invalid" });
    expect(({} as { role?: string }).role).toBeUndefined();
  });

  it("is refused when it is not UTF-8", async () => {
    await expect(readJsonBody(post(new Uint8Array([0x22, 0xff, 0x22])))).rejects.toMatchObject({ code: "request.invalid" });
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])("is refused as %s, which other sites can send", async (type) => {
    await expect(readJsonBody(post('{"a":1}', type))).rejects.toMatchObject({ code: "request.invalid" });
  });

  it("is refused one byte over the limit, before it is parsed", async () => {
    await expect(readJsonBody(post(" ".repeat(MAX_BODY_BYTES + 1)))).rejects.toMatchObject({ code: "request.too-large", status: 413 });
    await expect(readJsonBody(post(`"${"x".repeat(MAX_BODY_BYTES - 2)}"`))).resolves.toHaveLength(MAX_BODY_BYTES - 2);
  });

  it("is refused over the limit even when its length was not announced", async () => {
    const chunk = new Uint8Array(64 * 1024);
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(chunk) });
    const request = new Request("http://localhost/", { method: "POST", body: endless, duplex: "half", headers: { "content-type": "application/json" } } as RequestInit);
    await expect(readJsonBody(request)).rejects.toBeInstanceOf(AppError);
  });
});

function post(body: BodyInit, type = "application/json"): Request {
  return new Request("http://localhost/", { method: "POST", body, headers: { "content-type": type } });
}
