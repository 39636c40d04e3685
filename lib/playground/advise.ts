import type { JsonSchema, JsonValue, Operation, Parameter } from "@/lib/catalog/model";
import { validateAgainst } from "@/lib/catalog/validate";
import type { InputIssue } from "@/lib/shared/errors";
import type { RunInput } from "./schema";

/**
 * What the description says about a form before it is sent. Only advice: somebody who wants to
 * see what the API does with a wrong value can send it.
 */

type Form = Pick<RunInput, "path" | "query" | "headers" | "body" | "apiVersion">;

/** A text as the type that the schema wants; the text itself where it is not one. */
function typed(schema: JsonSchema, text: string): JsonValue {
  if ((schema.type === "integer" || schema.type === "number") && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (schema.type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

function adviseParameter(parameter: Parameter, given: string | readonly string[] | undefined, form: Form): string[] {
  if (given === undefined) return parameter.required ? ["is required"] : [];
  const { schema } = parameter;
  const value =
    schema.type === "array"
      ? [given].flat().map((entry) => typed(schema.items ?? {}, entry))
      : typed(schema, typeof given === "string" ? given : (given[0] ?? ""));
  const wrongVersion = parameter.versions.includes(form.apiVersion)
    ? []
    : [`is known in ${parameter.versions.map((version) => `v${version}`).join(", ") || "no version"} only`];
  const deprecated = parameter.deprecated ? ["is deprecated"] : [];
  return [...wrongVersion, ...deprecated, ...validateAgainst(schema, value).map((issue) => issue.message)];
}

function parsed(body: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}

function adviseBody(operation: Operation, form: Form, bodySchema: JsonSchema | undefined): InputIssue[] {
  if (operation.body === undefined) return [];
  if (form.body === null) return operation.body.required ? [{ path: "/body", message: "is required" }] : [];
  const json = parsed(form.body);
  if (json === undefined) return [{ path: "/body", message: "is not valid JSON; it is sent as it is" }];
  return validateAgainst(bodySchema ?? {}, json.value).map((issue) => ({ path: `/body${issue.path}`, message: issue.message }));
}

/**
 * Everything that the catalogue finds odd about a form; JSON pointers into the run's input, and
 * for the body on into the parsed body.
 *
 * @param bodySchema - from `schemaOf(operation.body.schemaName)`, which the browser loads lazily
 */
export function advise(operation: Operation, form: Form, bodySchema?: JsonSchema): InputIssue[] {
  const places = { path: form.path, query: form.query, header: form.headers };
  const parameters = operation.parameters.flatMap((parameter) => {
    const place = places[parameter.in];
    const given = Object.hasOwn(place, parameter.name) ? place[parameter.name] : undefined;
    const path = `/${parameter.in === "header" ? "headers" : parameter.in}/${parameter.name}`;
    return adviseParameter(parameter, given, form).map((message) => ({ path, message }));
  });
  const version = operation.versions.includes(form.apiVersion)
    ? []
    : [{ path: "/apiVersion", message: `This operation is known in ${operation.versions.map((v) => `v${v}`).join(", ")} only` }];
  return [...version, ...parameters, ...adviseBody(operation, form, bodySchema)];
}
