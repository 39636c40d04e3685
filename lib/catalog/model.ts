import type { ApiVersion } from "@/lib/upstream/model";

/** The shapes of the catalogue: the API as data. What reads it is operations.ts (all of it) and operation-index.ts (light). */

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** The part of JSON Schema 2020-12 that the catalogue uses. Known values are an open enum: others may come. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly JsonValue[];
  readonly const?: JsonValue;
  readonly default?: JsonValue;
  readonly examples?: readonly JsonValue[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: { readonly [name: string]: JsonSchema };
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly discriminator?: { readonly propertyName: string; readonly mapping: { readonly [value: string]: string } };
  readonly deprecated?: boolean;
  readonly readOnly?: boolean;
  readonly contentMediaType?: string;
  readonly "x-known-values"?: readonly string[];
  readonly "x-known-codes"?: readonly string[];
  readonly "x-incomplete"?: boolean;
  readonly "x-inferred"?: boolean;
  readonly "x-inferred-what"?: string;
}

export const HTTP_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

/** One input of an operation besides its body, named as on the wire. Arrays travel as the name repeated. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description: string;
  /** References are resolved; an array's items too. */
  readonly schema: JsonSchema;
  readonly example: JsonValue | undefined;
  readonly deprecated: boolean;
  /** True when the name or the meaning is a guess. */
  readonly inferred: boolean;
  /** Versions that know it. */
  readonly versions: readonly ApiVersion[];
}

export interface BodyExample {
  readonly name: string;
  readonly summary: string;
  readonly value: JsonValue;
}

export interface RequestBody {
  readonly required: boolean;
  readonly contentType: "application/json";
  /** Name for `schemaOf`. */
  readonly schemaName: string;
  readonly inferredWhat: string | undefined;
  readonly examples: readonly BodyExample[];
}

export interface ResponseHeader {
  readonly name: string;
  readonly description: string;
  /** True when an RFC asks for it but the documents do not mention it. */
  readonly inferred: boolean;
}

export interface DocumentedResponse {
  readonly status: number;
  readonly description: string;
  /** Name for `schemaOf`; undefined when there is no body or none is described. */
  readonly schemaName: string | undefined;
  readonly contentTypes: readonly string[];
  /** True when the status was not seen for this operation in the version at hand. */
  readonly inferred: boolean;
  readonly headers: readonly ResponseHeader[];
}

export interface Operation {
  readonly id: string;
  readonly method: HttpMethod;
  /** Template below `/{version}/distributor`, e.g. "/orders/{order_reference}". */
  readonly path: string;
  readonly group: string;
  readonly summary: string;
  readonly description: string;
  /** Path first, then query (required first), then headers. */
  readonly parameters: readonly Parameter[];
  readonly body: RequestBody | undefined;
  readonly responses: readonly DocumentedResponse[];
  /** Every status that the documents name for it, ascending, successes included. */
  readonly documentedStatuses: readonly number[];
  /** Full scope names; empty when it needs no token. */
  readonly scopes: readonly string[];
  readonly scopeInferred: boolean;
  /** Where the scope comes from, in words. */
  readonly scopeSource: string;
  readonly auth: "basic" | "bearer" | "none";
  /** Versions for which the console offers it; seen in fewer, see `seenIn`. */
  readonly versions: readonly ApiVersion[];
  /** Versions in whose documents it was seen. */
  readonly seenIn: readonly ApiVersion[];
  /** What about it is a guess, in words; undefined when nothing is. */
  readonly inferredWhat: string | undefined;
  /** Announced by the documents, not yet there. */
  readonly upcoming: boolean;
  /** What the simulator does here where the documents leave it open: sentences, with … for what differs by call. */
  readonly simulated: readonly string[];
}

/** Whether calling it can change something on the other side. The token endpoint is asked with POST and changes nothing. */
export function isWrite({ method, auth }: Pick<Operation, "method" | "auth">): boolean {
  return method !== "GET" && auth !== "basic";
}

/** What lists, the palette and the sidebar need of an operation. */
export type OperationSummary = Pick<
  Operation,
  "id" | "method" | "path" | "group" | "summary" | "scopes" | "scopeInferred" | "versions" | "upcoming" | "auth"
>;
