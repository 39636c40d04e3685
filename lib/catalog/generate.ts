import { parse } from "yaml";
import { z } from "zod";
import { API_VERSIONS } from "@/lib/upstream/model";
import {
  HTTP_METHODS,
  type JsonSchema,
  type JsonValue,
  type Operation,
  type OperationSummary,
  type Parameter,
  type RequestBody,
  type DocumentedResponse,
} from "./model";

/** From our OpenAPI document to the catalogue's data. Runs in `npm run catalog` and in the freshness test, not in the product. */

const jsonValue: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(jsonValue), z.record(z.string(), jsonValue)]),
);

const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.strictObject({
    $ref: z.string().startsWith("#/components/schemas/").optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    format: z.string().optional(),
    description: z.string().optional(),
    enum: z.array(jsonValue).optional(),
    const: jsonValue.optional(),
    default: jsonValue.optional(),
    examples: z.array(jsonValue).optional(),
    pattern: z.string().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minItems: z.number().optional(),
    items: jsonSchema.optional(),
    properties: z.record(z.string(), jsonSchema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), jsonSchema]).optional(),
    oneOf: z.array(jsonSchema).optional(),
    allOf: z.array(jsonSchema).optional(),
    anyOf: z.array(jsonSchema).optional(),
    discriminator: z.strictObject({ propertyName: z.string(), mapping: z.record(z.string(), z.string()) }).optional(),
    deprecated: z.boolean().optional(),
    readOnly: z.boolean().optional(),
    contentMediaType: z.string().optional(),
    "x-known-values": z.array(z.string()).optional(),
    "x-known-codes": z.array(z.string()).optional(),
    "x-incomplete": z.boolean().optional(),
    "x-inferred": z.boolean().optional(),
    "x-inferred-what": z.string().optional(),
  }),
);

const versions = z.array(z.enum(API_VERSIONS));
const reference = z.strictObject({ $ref: z.string() });

const parameter = z.strictObject({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean(),
  description: z.string().min(1),
  schema: jsonSchema,
  example: jsonValue.optional(),
  deprecated: z.boolean().optional(),
  "x-text-flag": z.boolean().optional(),
  "x-inferred": z.boolean().optional(),
  "x-versions": versions.optional(),
});

const header = z.strictObject({ description: z.string(), schema: jsonSchema, "x-inferred": z.boolean().optional() });

const response = z.strictObject({
  description: z.string(),
  headers: z.record(z.string(), header).optional(),
  content: z
    .record(z.string(), z.strictObject({ schema: jsonSchema, example: jsonValue.optional(), "x-example-inferred": z.string().optional() }))
    .optional(),
  "x-inferred": z.boolean().optional(),
});

const bodyContent = z.strictObject({
  schema: reference,
  examples: z.record(z.string(), z.strictObject({ summary: z.string(), value: jsonValue })),
  "x-inferred-what": z.string().optional(),
});

const operation = z.strictObject({
  tags: z.tuple([z.string()]),
  operationId: z.string(),
  summary: z.string(),
  description: z.string().min(1),
  parameters: z.array(z.union([reference, parameter])),
  requestBody: z.strictObject({ required: z.boolean(), content: z.strictObject({ "application/json": bodyContent }) }).optional(),
  responses: z.record(z.string(), z.union([reference, response])),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  "x-seen": versions,
  "x-versions": versions,
  "x-scope-source": z.string().optional(),
  "x-scope-inferred": z.boolean().optional(),
  "x-inferred-what": z.string().optional(),
  "x-upcoming": z.boolean().optional(),
  "x-simulator": z.array(z.string().regex(/^\S.*[.…]$/)).min(1),
});

const document = z.looseObject({
  paths: z.record(z.string(), z.partialRecord(z.enum(["get", "post", "put", "patch", "delete"]), operation)),
  components: z.looseObject({
    parameters: z.record(z.string(), parameter),
    responses: z.record(z.string(), response),
    schemas: z.record(z.string(), jsonSchema),
  }),
});

type Document = z.infer<typeof document>;
type RawOperation = z.infer<typeof operation>;

export interface Catalogue {
  operations: readonly Operation[];
  index: readonly OperationSummary[];
  schemas: { readonly [name: string]: JsonSchema };
}

function lastPart(ref: string): string {
  return ref.slice(ref.lastIndexOf("/") + 1);
}

/** Looks a reference up; throws, and so stops the generator, when it points nowhere. */
function found<T>(table: { readonly [name: string]: T }, ref: string): T {
  const value = table[lastPart(ref)];
  if (value === undefined) throw new Error(`The document refers to ${ref}, which is not in it`);
  return value;
}

function resolveSchema(schema: JsonSchema, doc: Document): JsonSchema {
  const resolved = schema.$ref === undefined ? schema : found(doc.components.schemas, schema.$ref);
  return resolved.items === undefined ? resolved : { ...resolved, items: resolveSchema(resolved.items, doc) };
}

const PLACES = ["path", "query", "header"];

function readParameters(raw: RawOperation, doc: Document): Parameter[] {
  const parameters = raw.parameters.map((entry): Parameter => {
    const source = "$ref" in entry ? found(doc.components.parameters, entry.$ref) : entry;
    return {
      name: source.name,
      in: source.in,
      required: source.required,
      description: source.description,
      schema: resolveSchema(source.schema, doc),
      example: source.example,
      deprecated: source.deprecated ?? false,
      inferred: source["x-inferred"] ?? false,
      versions: (source["x-versions"] ?? raw["x-versions"]).filter((version) => raw["x-versions"].includes(version)),
    };
  });
  const rank = (p: Parameter) => PLACES.indexOf(p.in) * 2 + (p.required ? 0 : 1);
  return parameters.sort((a, b) => rank(a) - rank(b));
}

function readBody(raw: RawOperation): RequestBody | undefined {
  if (raw.requestBody === undefined) return undefined;
  const content = raw.requestBody.content["application/json"];
  return {
    required: raw.requestBody.required,
    contentType: "application/json",
    schemaName: lastPart(content.schema.$ref),
    inferredWhat: content["x-inferred-what"],
    examples: Object.entries(content.examples).map(([name, example]) => ({ name, ...example })),
  };
}

function readResponses(raw: RawOperation, doc: Document): DocumentedResponse[] {
  return Object.entries(raw.responses).map(([status, entry]) => {
    const source = "$ref" in entry ? found(doc.components.responses, entry.$ref) : entry;
    const schema = source.content?.["application/json"]?.schema;
    const ref = schema?.$ref ?? schema?.anyOf?.[0]?.$ref;
    return {
      status: Number(status),
      description: source.description,
      schemaName: ref === undefined ? undefined : lastPart(ref),
      contentTypes: Object.keys(source.content ?? {}),
      inferred: source["x-inferred"] ?? false,
      headers: Object.entries(source.headers ?? {}).map(([name, value]) => ({
        name,
        description: value.description,
        inferred: value["x-inferred"] ?? false,
      })),
    };
  });
}

function authOf(raw: RawOperation): Operation["auth"] {
  const [first] = raw.security;
  if (first === undefined) return "none";
  return "basicAuth" in first ? "basic" : "bearer";
}

function readOperation(path: string, method: string, raw: RawOperation, doc: Document): Operation {
  const responses = readResponses(raw, doc);
  const auth = authOf(raw);
  return {
    id: raw.operationId,
    method: z.enum(HTTP_METHODS).parse(method.toUpperCase()),
    path,
    group: raw.tags[0],
    summary: raw.summary,
    description: raw.description,
    parameters: readParameters(raw, doc),
    body: readBody(raw),
    responses,
    documentedStatuses: responses.map((entry) => entry.status).sort((a, b) => a - b),
    scopes: raw.security.flatMap((entry) => entry.OAuth2 ?? []),
    scopeInferred: raw["x-scope-inferred"] ?? false,
    scopeSource: raw["x-scope-source"] ?? (auth === "bearer" ? "not stated" : "needs no scope"),
    auth,
    versions: raw["x-versions"],
    seenIn: raw["x-seen"],
    inferredWhat: raw["x-inferred-what"],
    upcoming: raw["x-upcoming"] ?? false,
    simulated: raw["x-simulator"],
  };
}

/**
 * The catalogue of an OpenAPI document in YAML.
 *
 * @throws ZodError with the path of whatever in it the catalogue does not know, or Error for a reference to nowhere
 */
export function generateCatalogue(yamlText: string): Catalogue {
  const doc = document.parse(parse(yamlText));
  const operations = Object.entries(doc.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, raw]) => (raw === undefined ? [] : [readOperation(path, method, raw, doc)])),
  );
  const index = operations.map(({ id, method, path, group, summary, scopes, scopeInferred, versions: offered, upcoming, auth }) => ({
    id,
    method,
    path,
    group,
    summary,
    scopes,
    scopeInferred,
    versions: offered,
    upcoming,
    auth,
  }));
  return { operations, index, schemas: doc.components.schemas };
}

/** The generated files by name, as text: one entry a line, so that a change shows in a diff. */
export function catalogueFiles(catalogue: Catalogue): { readonly [fileName: string]: string } {
  const list = (entries: readonly unknown[]) => `[\n${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]\n`;
  const map = (entries: object) =>
    `{\n${Object.entries(entries)
      .map(([name, entry]) => `${JSON.stringify(name)}: ${JSON.stringify(entry)}`)
      .join(",\n")}\n}\n`;
  return { "operations.json": list(catalogue.operations), "index.json": list(catalogue.index), "schemas.json": map(catalogue.schemas) };
}
