import { expect, it } from "vitest";
import { schemaInWords } from "./schema-in-words";
import { schemaOf } from "./schemas";

it.each([
  [{ type: "integer", minimum: 1, maximum: 200, default: 10 }, "integer, 1 to 200, default 10"],
  [{ type: "array", items: { type: "string", format: "date" } }, "list of date"],
  [{ type: "string", enum: ["ASC", "DESC"] }, "string, one of ASC | DESC"],
  [{ type: "string", "x-known-values": ["SALES"] }, "string, known: SALES"],
  [{ type: "string", minLength: 8 }, "string, 8 characters or more"],
  [{ type: ["integer", "string"], minimum: 1 }, "integer or string, 1 or more"],
  [{ const: "client_credentials" }, '"client_credentials"'],
  [{ $ref: "#/components/schemas/ProductCatalogueStatus" }, "string, one of PENDING | INACTIVE | ACTIVE"],
  [schemaOf("Order") ?? {}, "object"],
  [{}, "anything"],
])("says %o as %s", (schema, words) => expect(schemaInWords(schema)).toBe(words));
