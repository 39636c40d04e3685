import { expect, it } from "vitest";
import { aTransport, anUpstream, collect, get } from "./testing/open-send";
import { selfSigned, testAuthority } from "./testing/certificate";

const authority = testAuthority();
const secret = [["Authorization", "Basic Y2FuYXJ5"]] as const;
const localhost = (port: number) => `https://localhost:${port}/`;

it("talks to a server whose certificate holds", async () => {
  const upstream = await anUpstream({ tls: authority.issue({ name: "localhost" }) });
  upstream.answer({ body: "trusted" });
  const { send } = aTransport({ ca: authority.ca });
  expect(await collect(send, get(localhost(upstream.port), secret))).toMatchObject({ text: "trusted" });
});

it.each([
  ["expired", authority.issue({ name: "localhost", notAfter: new Date(Date.now() - 86_400_000) }), /expired/],
  ["self-signed", selfSigned("localhost"), /not signed by an authority/],
  ["for another name", authority.issue({ name: "other.example" }), /not for localhost/],
])("sends nothing to a server whose certificate is %s", async (_case, tls, sentence) => {
  const upstream = await anUpstream({ tls });
  const reply = await aTransport({ ca: authority.ca }).send(get(localhost(upstream.port), secret));
  expect(reply).toMatchObject({ kind: "failed", failure: "tls", mayHaveBeenReceived: false });
  expect(reply.kind === "failed" && reply.detail).toMatch(sentence);
  expect(upstream.requests).toHaveLength(0);
});

it("sends nothing to a server that speaks only TLS 1.1", async () => {
  const tls = {
    ...authority.issue({ name: "localhost" }),
    minVersion: "TLSv1",
    maxVersion: "TLSv1.1",
    ciphers: "DEFAULT@SECLEVEL=0",
  } as const;
  const upstream = await anUpstream({ tls });
  const reply = await aTransport({ ca: authority.ca }).send(get(localhost(upstream.port), secret));
  expect(reply).toMatchObject({ kind: "failed", failure: "tls", mayHaveBeenReceived: false });
  expect(upstream.requests).toHaveLength(0);
});

it("refuses a bad certificate also when the environment says not to check", async () => {
  const upstream = await anUpstream({ tls: selfSigned("localhost") });
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  try {
    expect(await aTransport().send(get(localhost(upstream.port), secret))).toMatchObject({ failure: "tls" });
  } finally {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  }
  expect(upstream.requests).toHaveLength(0);
});

it("calls it a failed handshake when the other side does not speak TLS", async () => {
  const upstream = await anUpstream();
  expect(await aTransport().send(get(localhost(upstream.port), secret))).toMatchObject({ failure: "tls", mayHaveBeenReceived: false });
});
