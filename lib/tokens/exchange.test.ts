import { expect, it } from "vitest";
import type { TokenRequestForm } from "@/lib/credentials/model";
import { Secret } from "@/lib/shared/secret";
import { buildTokenRequest, REQUEST_FORM_NOTES } from "./exchange";

const PRODUCTS = "https://www.prioticketapis.com/auth/distributor.products.readonly";
const BOOKINGS = "https://www.prioticketapis.com/auth/distributor.bookings";

function built(form: TokenRequestForm, scopes: string[] = [], base = "https://staging-distributor-api.prioticket.com/v3.8/distributor") {
  const result = buildTokenRequest({
    base: new URL(base),
    clientId: "partner@example.com",
    clientSecret: new Secret("s3cret"),
    basicEncoding: "plain",
    form,
    scopes,
  });
  if (!result.ok) throw new Error(result.error);
  return { ...result.value.request, text: new TextDecoder().decode(result.value.request.body), secrets: result.value.secrets };
}

it("writes exactly the documented request", () => {
  const request = built("json", [PRODUCTS, BOOKINGS]);
  expect(request.method).toBe("POST");
  expect(request.url.href).toBe("https://staging-distributor-api.prioticket.com/v3.8/distributor/oauth2/token");
  expect(request.headers).toEqual([
    ["Authorization", `Basic ${btoa("partner@example.com:s3cret")}`],
    ["Accept", "application/json"],
    ["Content-Type", "application/json"],
  ]);
  expect(JSON.parse(request.text)).toEqual({ grant_type: "client_credentials", scope: `${PRODUCTS} ${BOOKINGS}` });
});

it("has no scope member when none is chosen", () => {
  expect(built("json").text).toBe('{"grant_type":"client_credentials"}');
  expect(built("form").text).toBe("grant_type=client_credentials");
});

it.each(["json", "form", "body"] as const)("puts the credentials into exactly one place in the form %s", (form) => {
  const request = built(form, [PRODUCTS]);
  const inHeader = request.headers.filter(([name]) => name === "Authorization").length;
  const inBody = Number(request.text.includes("s3cret"));
  const inAddress = Number(request.url.href.includes("s3cret") || request.url.search !== "");
  expect({ places: inHeader + inBody, inAddress }).toEqual({ places: 1, inAddress: 0 });
});

it("writes the form body of the undocumented forms", () => {
  expect(Object.fromEntries(new URLSearchParams(built("form", [PRODUCTS]).text))).toEqual({
    grant_type: "client_credentials",
    scope: PRODUCTS,
  });
  expect(Object.fromEntries(new URLSearchParams(built("body").text))).toEqual({
    grant_type: "client_credentials",
    client_id: "partner@example.com",
    client_secret: "s3cret",
  });
  expect(Object.entries(REQUEST_FORM_NOTES).filter(([, note]) => note.documented)).toEqual([["json", expect.anything()]]);
});

it("copes with a closing slash on the base", () => {
  expect(built("json", [], "http://127.0.0.1:3000/api/simulator/v3.8/distributor/").url.pathname).toBe(
    "/api/simulator/v3.8/distributor/oauth2/token",
  );
});

it("refuses an id with a colon, which plain Basic cannot carry", () => {
  const result = buildTokenRequest({
    base: new URL("https://api.test/v3.8/distributor"),
    clientId: "a:b",
    clientSecret: new Secret("x"),
    basicEncoding: "plain",
    form: "json",
    scopes: [],
  });
  expect(result).toEqual({ ok: false, error: "id-has-colon" });
});
