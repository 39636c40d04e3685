import type { JsonSchema, JsonValue, Operation, Parameter } from "@/lib/catalog/model";
import { findOperation } from "@/lib/catalog/operations";
import { schemaOf } from "@/lib/catalog/schemas";
import type { PostmanAuth, PostmanCollection, PostmanEnvironment, PostmanEvent, PostmanRequest } from "./model";
import { PHASES, type Step } from "./steps";

const SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

const DESCRIPTION =
  "The Distributor API as this console describes it from public facts; not published by Prioticket. " +
  "Fill client_id and client_secret (and base_url, unless the environment has it), then run the requests from top to bottom: " +
  "what one answers, the next one uses, through collection variables. Each request tests the status and the shape of its answer.";

/** Where a value in an example stands for something that the run knows by then. */
const KNOWN_BY_THEN: Readonly<Record<string, string>> = {
  product_id: "{{product_id}}",
  product_availability_id: "{{availability_id}}",
  availability_id: "{{availability_id}}",
  product_type_id: "{{product_type_id}}",
  reservation_reference: "{{reservation_reference}}",
  booking_reservation_reference: "{{booking_reservation_reference}}",
  order_reference: "{{order_reference}}",
  booking_reference: "{{booking_reference}}",
  reservation_external_reference: "cart-{{run_id}}",
  order_external_reference: "order-{{run_id}}",
  booking_external_reference: "booking-{{run_id}}",
};
/** The same for path and required query parameters; the others keep the example of the catalogue. */
const PARAMETERS_BY_THEN: Readonly<Record<string, string>> = {
  ...KNOWN_BY_THEN,
  from_date: "{{travel_date}}",
  promo_code: "{{promo_code}}",
  stock_id: "{{stock_id}}",
  payment_id: "{{payment_id}}",
  contact_uid: "{{contact_uid}}",
  webhook_id: "{{webhook_id}}",
};

/** Filled by the run; the first three by the person. */
const VARIABLES: readonly { key: string; value: string; description?: string }[] = [
  { key: "base_url", value: "", description: "Address of the API with its version: https://…/v3.8/distributor" },
  { key: "client_id", value: "" },
  { key: "client_secret", value: "", description: "Better kept in an environment, as a secret." },
  { key: "product_id", value: "76038", description: "The product that the run books: a published test product that is sold by slot." },
  { key: "promo_code", value: "SIM10", description: "A code that the simulator knows." },
  ...["access_token", "run_id", "travel_date", ...PHASES.flatMap(({ steps }) => steps.flatMap(({ saves }) => Object.keys(saves ?? {})))]
    .filter((key, at, all) => all.indexOf(key) === at)
    .map((key) => ({ key, value: "" })),
];

/** Every operation of the catalogue as a Postman collection (format 2.1.0) that can be run from top to bottom. */
export function postmanCollection(): PostmanCollection {
  return {
    info: { name: "Distributor API", description: DESCRIPTION, schema: SCHEMA },
    auth: bearer,
    item: PHASES.map(({ name, description, steps }) => ({ name, description, item: steps.map(requestOf) })),
    variable: VARIABLES,
  };
}

/** The environment that goes with it: the address filled in, the credentials left to the person. */
export function postmanEnvironment(name: string, baseUrl: string): PostmanEnvironment {
  return {
    name,
    values: [
      { key: "base_url", value: baseUrl, type: "default", enabled: true },
      { key: "client_id", value: "", type: "default", enabled: true },
      { key: "client_secret", value: "", type: "secret", enabled: true },
    ],
    _postman_variable_scope: "environment",
  };
}

const bearer: PostmanAuth = { type: "bearer", bearer: [{ key: "token", value: "{{access_token}}", type: "string" }] };
const basic: PostmanAuth = {
  type: "basic",
  basic: [
    { key: "username", value: "{{client_id}}", type: "string" },
    { key: "password", value: "{{client_secret}}", type: "string" },
  ],
};

function requestOf(step: Step): PostmanRequest {
  const operation = findOperation(step.operation);
  if (operation === undefined) throw new Error(`The catalogue has no operation ${step.operation}`);
  const example = operation.body?.examples.find(({ name }) => step.example === undefined || name === step.example);
  const pathParameters = operation.parameters.filter((parameter) => parameter.in === "path");
  const query = operation.parameters.filter((parameter) => parameter.in === "query").map((parameter) => pairOf(parameter, step));
  const path = operation.path
    .slice(1)
    .split("/")
    .map((part) => part.replace(/^\{(.+)\}$/, ":$1"));
  const enabled = query.filter(({ disabled }) => !disabled).map(({ key, value }) => `${key}=${value}`);
  return {
    name: `${operation.summary} (${operation.id})`,
    event: [...(operation.auth === "basic" ? [startsRun] : []), testsOf(operation, step)],
    request: {
      method: operation.method,
      description: [operation.description, operation.inferredWhat === undefined ? "" : `Inferred: ${operation.inferredWhat}.`]
        .join(" ")
        .trim(),
      ...(operation.auth === "bearer" ? {} : { auth: operation.auth === "basic" ? basic : { type: "noauth" } }),
      header: example === undefined ? [] : [{ key: "Content-Type", value: "application/json" }],
      url: {
        raw: `{{base_url}}/${path.join("/")}${enabled.length === 0 ? "" : `?${enabled.join("&")}`}`,
        host: ["{{base_url}}"],
        path,
        query,
        variable: pathParameters.map(({ name, description }) => ({ key: name, value: step.path?.[name] ?? PARAMETERS_BY_THEN[name] ?? "", description })),
      },
      ...(example === undefined ? {} : { body: { mode: "raw", raw: bodyText(example.value), options: { raw: { language: "json" } } } }),
    },
    response: [],
  };
}

function pairOf({ name, description, required, example }: Parameter, { query = {} }: Step) {
  const chosen = query[name];
  const [first] = Array.isArray(example) ? example : [example];
  const value = chosen ?? (required ? PARAMETERS_BY_THEN[name] : undefined) ?? (first === undefined ? "" : String(first));
  // Postman sends a plus sign as it is, and a server reads that as a space.
  return { key: name, value: value.replaceAll("+", "%2B"), description, disabled: chosen === undefined && !required };
}

function bodyText(example: JsonValue): string {
  return JSON.stringify(withVariables(example), undefined, 2);
}

function withVariables(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withVariables);
  if (typeof value !== "object" || value === null) return value;
  const filled = Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, KNOWN_BY_THEN[name] ?? withVariables(entry)]));
  // The product of the run is sold by slot, so whatever is booked names one.
  return "product_type_details" in filled ? { ...filled, product_availability_id: "{{availability_id}}" } : filled;
}

const startsRun: PostmanEvent = {
  listen: "prerequest",
  script: {
    type: "text/javascript",
    exec: [
      'pm.collectionVariables.set("run_id", pm.variables.replaceIn("{{$guid}}").slice(0, 8));',
      'pm.collectionVariables.set("travel_date", new Date(Date.now() + 14 * 86400000).toISOString().slice(0, 10));',
    ],
  },
};

function testsOf(operation: Operation, { saves = {}, status: asked }: Step): PostmanEvent {
  const status = asked ?? operation.documentedStatuses.find((documented) => documented < 300);
  const good = operation.responses.find(({ status: answered, schemaName }) => answered < 300 && schemaName !== undefined);
  const required = requiredPaths(good?.schemaName);
  const save = Object.entries(saves).map(([name, expression]) => `  pm.collectionVariables.set(${JSON.stringify(name)}, ${expression});`);
  const exec = [
    `pm.test("answers ${status}", () => pm.expect(pm.response.code).to.equal(${status}));`,
    ...(required.length === 0
      ? []
      : [
          "if (pm.response.code < 300) {",
          "  const body = pm.response.json();",
          `  for (const path of ${JSON.stringify(required)}) {`,
          '    pm.test(`has ${path}`, () => pm.expect(path.split(".").reduce((value, name) => value?.[name], body)).to.not.be.undefined);',
          "  }",
          ...save,
          "}",
        ]),
  ];
  return { listen: "test", script: { type: "text/javascript", exec } };
}

/** What an answer always has, as dotted paths: the required members of objects, not of entries of lists. */
function requiredPaths(schemaName: string | undefined, before = ""): string[] {
  const schema = schemaName === undefined ? undefined : schemaOf(schemaName);
  return schema === undefined ? [] : pathsIn(schema, before);
}

function pathsIn(schema: JsonSchema, before: string): string[] {
  return (schema.required ?? []).flatMap((name) => {
    const property = schema.properties?.[name] ?? {};
    const resolved = property.$ref === undefined ? property : (schemaOf(property.$ref) ?? {});
    return [`${before}${name}`, ...pathsIn(resolved, `${before}${name}.`)];
  });
}
