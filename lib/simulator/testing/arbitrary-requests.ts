import fc from "fast-check";
import type { JsonSchema, Operation } from "@/lib/catalog/model";
import { schemaOf } from "@/lib/catalog/schemas";
import { basic, CLIENT_ID, CLIENT_SECRET } from "@/lib/simulator/testing/simulator";
import { VERSIONS } from "@/lib/simulator/versions";

/** What an operation is sent to; versions that do not have it answer 404. */
const VERSIONS_TRIED = ["3.8", "3.8", "3.8", ...VERSIONS];

const awkward = fc.constantFrom(
  "",
  " ",
  "0",
  "-1",
  "1e9",
  "null",
  "true",
  "\u0000",
  "\ud800",
  "é",
  "🎟️",
  "%00",
  "../../etc/passwd",
  "' or 1=1 --",
  "62521",
  "62519",
  "6251911",
  "7603811",
  "76038",
  "76038-20991231-1200",
  "2026-11-01",
  "2026-11-01T00:00:00Z",
  "2026-11-01T00:00:00+01:00",
  "x".repeat(3000),
);
const text = fc.oneof(awkward, awkward, fc.string(), fc.string({ unit: "binary" }));

/** Mostly what a schema asks for, sometimes anything. */
function valueFor(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  const resolved = schema.$ref === undefined ? schema : (schemaOf(schema.$ref) ?? {});
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(null).chain(() => rightFor(resolved, depth)) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    { weight: 1, arbitrary: text },
  );
}

function rightFor(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const [choice] = schema.oneOf ?? schema.anyOf ?? [];
  if (choice !== undefined) return fc.oneof(...(schema.oneOf ?? schema.anyOf ?? []).map((one) => valueFor(one, depth)));
  const type = typeof schema.type === "string" ? schema.type : schema.type?.[0];
  if (type === "integer" || type === "number") return fc.oneof(fc.integer({ min: 0, max: 10 }), fc.integer(), fc.double());
  if (type === "boolean") return fc.boolean();
  if (type === "array") return depth > 6 ? fc.constant([]) : fc.array(valueFor(schema.items ?? {}, depth + 1), { maxLength: 3 });
  if (type === "object" && depth <= 6) {
    const shape = Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, property]) => [name, valueFor(property, depth + 1)]),
    );
    return fc.record(shape, { requiredKeys: [...(schema.required ?? [])].filter((name) => name in shape) });
  }
  return text;
}

export interface ArbitraryRequest {
  path: string;
  body: string | undefined;
  contentType: string;
  /** Undefined for no such header. */
  authorization: string | undefined;
}

/** Anything that may be sent to an operation; to the token endpoint with the client in the header, in the body, in both or nowhere. */
export function requestTo(operation: Operation, bearer: string): fc.Arbitrary<ArbitraryRequest> {
  return operation.auth === "basic"
    ? fc.oneof(authenticated(schemaRequest(operation)), tokenRequest())
    : schemaRequest(operation).map((sent) => ({ ...sent, authorization: `Bearer ${bearer}` }));
}

type WithoutAuthorization = Omit<ArbitraryRequest, "authorization">;

/** A client, now and then the right one. */
const client = fc.record({
  client_id: fc.oneof({ weight: 3, arbitrary: fc.constant(CLIENT_ID) }, { weight: 1, arbitrary: text }),
  client_secret: fc.oneof({ weight: 3, arbitrary: fc.constant(CLIENT_SECRET) }, { weight: 1, arbitrary: text }),
});

/** What HTTP lets through in a header. */
const headerText = fc.string({ unit: fc.constantFrom(...'Basic Bearer=+/:%,"\t~!Zz09') }).map((value) => value.trim());

const authorization = fc.oneof(
  { weight: 4, arbitrary: fc.constant(basic()) },
  { weight: 2, arbitrary: client.map(({ client_id: id, client_secret: secret }) => basic(id, secret)) },
  { weight: 1, arbitrary: headerText.map((value) => `Basic ${value}`) },
  { weight: 1, arbitrary: headerText },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

function authenticated(requests: fc.Arbitrary<WithoutAuthorization>): fc.Arbitrary<ArbitraryRequest> {
  return fc.tuple(requests, authorization).map(([sent, header]) => ({ ...sent, authorization: header }));
}

const grant = fc.record(
  {
    grant_type: fc.oneof({ weight: 4, arbitrary: fc.constant("client_credentials") }, { weight: 1, arbitrary: text }),
    scope: fc.oneof(fc.constantFrom("https://www.prioticketapis.com/auth/distributor/products", "products orders", "products"), text),
  },
  { requiredKeys: [] },
);

const FORM = "application/x-www-form-urlencoded";

/** The client in the body, as JSON or as a form, where the content type may say the other one. */
function tokenRequest(): fc.Arbitrary<ArbitraryRequest> {
  return fc
    .record({
      version: fc.constantFrom(...VERSIONS_TRIED),
      parameters: fc.tuple(grant, client).map(([asked, who]) => ({ ...asked, ...who })),
      isForm: fc.boolean(),
      isCalledForm: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.boolean() }),
      header: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: authorization }),
    })
    .map(({ version, parameters, isForm, isCalledForm, header }) => ({
      path: `/api/simulator/v${version}/distributor/oauth2/token`,
      body: isForm
        ? Object.entries(parameters)
            .map(([name, value]) => `${name}=${encoded(value)}`)
            .join("&")
        : JSON.stringify(parameters),
      contentType: (isCalledForm ?? isForm) ? FORM : "application/json",
      authorization: header,
    }));
}

function schemaRequest(operation: Operation): fc.Arbitrary<WithoutAuthorization> {
  const query = operation.parameters.filter((parameter) => parameter.in === "query");
  const schema = operation.body === undefined ? undefined : schemaOf(operation.body.schemaName);
  return fc
    .record({
      version: fc.constantFrom(...VERSIONS_TRIED),
      path: fc.array(fc.oneof(fc.constantFrom("62521", "12345678", "SIM10"), text), { minLength: 3, maxLength: 3 }).map((values) => {
        let at = 0;
        return operation.path.replace(/\{[^}]+\}/g, () => encoded(values[at++] ?? "") || "x");
      }),
      search: fc
        .subarray(query)
        .chain((chosen) => fc.tuple(...chosen.map((parameter) => fc.tuple(fc.constant(parameter.name), valueFor(parameter.schema, 5))))),
      body:
        schema === undefined
          ? fc.constant(undefined)
          : fc.oneof({ weight: 8, arbitrary: valueFor(schema, 0).map((value) => JSON.stringify(value)) }, { weight: 1, arbitrary: text }),
      contentType: fc.constantFrom("application/json", "application/json", "application/json", "text/plain"),
    })
    .map(({ version, path, search, body, contentType }) => ({
      path: `/api/simulator/v${version}/distributor${path}?${search.map(([name, value]) => `${name}=${encoded(typeof value === "string" ? value : (JSON.stringify(value) ?? ""))}`).join("&")}`,
      body,
      contentType,
    }));
}

function encoded(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, "\ufffd"));
}
