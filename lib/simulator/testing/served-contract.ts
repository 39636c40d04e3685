import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { z } from "zod";
import type { Answer } from "@/lib/simulator/testing/simulator";

/** The OpenAPI document as it is served, read by a standard validator: what a stranger would hold the simulator to. */
export interface ServedContract {
  operations: readonly ServedOperation[];
  /** What is wrong with an answer under what the document says of its status; empty when nothing is. */
  problems(operation: ServedOperation, answer: Answer): string[];
}

export interface ServedOperation {
  id: string;
  method: string;
  path: string;
  statuses: readonly number[];
  isSecuredBy: "basic" | "bearer" | "nothing";
}

const reference = z.object({ $ref: z.string() });
const response = z.object({
  content: z.record(z.string(), z.object({ schema: z.unknown() })).default({}),
  headers: z.record(z.string(), z.object({ schema: z.unknown() })).default({}),
});
const operation = z.object({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.unknown())),
  responses: z.record(z.string(), z.union([reference, response])),
});
const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ responses: z.record(z.string(), response) }),
});

const ROOT = "openapi.json";
const escaped = (part: string) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));

export function readContract(document: object): ServedContract {
  const { paths, components } = documentShape.parse(document);
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  addFormats(ajv);
  ajv.addFormat("http-date", (text) => new Date(text).toUTCString() === text);
  ajv.addSchema(document, ROOT);

  const compiled = new Map<string, ValidateFunction>();
  function schemaProblems(pointer: readonly string[], value: unknown): string[] {
    const ref = `${ROOT}#/${pointer.map(escaped).join("/")}`;
    const validate = compiled.get(ref) ?? ajv.compile({ $ref: ref });
    compiled.set(ref, validate);
    return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
  }

  function problems({ method, path }: ServedOperation, answer: Answer): string[] {
    const given = paths[path]?.[method.toLowerCase()]?.responses[String(answer.status)];
    if (given === undefined) return [`${answer.status} is not documented`];
    const shared = "$ref" in given ? given.$ref.slice("#/components/responses/".length) : undefined;
    const at =
      shared === undefined
        ? ["paths", path, method.toLowerCase(), "responses", String(answer.status)]
        : ["components", "responses", shared];
    const { content, headers } = response.parse(shared === undefined ? given : components.responses[shared]);
    const found = Object.keys(headers).flatMap((name) => {
      const value = answer.headers[name.toLowerCase()];
      return value === undefined ? [`header ${name} is missing`] : schemaProblems([...at, "headers", name, "schema"], value);
    });
    const [type = ""] = (answer.headers["content-type"] ?? "").split(";");
    if (Object.keys(content).length === 0) return found;
    if (!(type in content)) return [...found, `content type ${type} is not documented`];
    // The other documented types are files; nothing in them has a schema.
    return type === "application/json" ? [...found, ...schemaProblems([...at, "content", type, "schema"], answer.body)] : found;
  }

  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { operationId, responses, security }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path,
      statuses: Object.keys(responses).map(Number),
      isSecuredBy: securedBy(security),
    })),
  );
  return { operations, problems };
}

function securedBy([first]: readonly object[]): ServedOperation["isSecuredBy"] {
  if (first === undefined) return "nothing";
  return "basicAuth" in first ? "basic" : "bearer";
}
