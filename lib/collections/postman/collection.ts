import { findOperation } from "@/lib/catalog/operations";
import type { PostmanCollection, PostmanRequest } from "@/lib/catalog/postman/model";
import type { SavedRequest } from "../schema";

const SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
const ABOUT = "Saved in the Distributor Console. Fill base_url and access_token; values that were masked when a request was saved have to be filled in again.";

/** A collection of saved requests in Postman's format 2.1.0. No secret and no guest's data is in it, because none is saved. */
export function savedAsPostman(collection: { name: string; note: string }, requests: readonly SavedRequest[]): PostmanCollection {
  return {
    info: { name: collection.name, description: [collection.note, ABOUT].filter(Boolean).join("\n\n"), schema: SCHEMA },
    auth: { type: "bearer", bearer: [{ key: "token", value: "{{access_token}}", type: "string" }] },
    item: [{ name: collection.name, description: collection.note, item: requests.flatMap(requestOf) }],
    variable: [
      { key: "base_url", value: "", description: "Address of the API with its version: https://…/v3.8/distributor" },
      { key: "access_token", value: "" },
    ],
  };
}

function requestOf({ name, note, input }: SavedRequest): PostmanRequest[] {
  const operation = findOperation(input.operationId);
  if (operation === undefined) return [];
  const path = operation.path
    .slice(1)
    .split("/")
    .map((part) => part.replace(/^\{(.+)\}$/, ":$1"));
  // Postman sends a plus sign as it is, and a server reads that as a space.
  const query = Object.entries(input.query).flatMap(([key, value]) => [value].flat().map((one) => ({ key, value: one.replaceAll("+", "%2B") })));
  const headers = Object.entries(input.headers).map(([key, value]) => ({ key, value }));
  const hasType = headers.some(({ key }) => key.toLowerCase() === "content-type");
  return [
    {
      name,
      event: [],
      request: {
        method: operation.method,
        description: note,
        ...(operation.auth === "bearer" ? {} : { auth: { type: "noauth" } }),
        header: input.body === null || hasType ? headers : [{ key: "Content-Type", value: "application/json" }, ...headers],
        url: {
          raw: `{{base_url}}/${path.join("/")}${query.length === 0 ? "" : `?${query.map(({ key, value }) => `${key}=${value}`).join("&")}`}`,
          host: ["{{base_url}}"],
          path,
          query,
          variable: Object.entries(input.path).map(([key, value]) => ({ key, value })),
        },
        ...(input.body === null ? {} : { body: { mode: "raw", raw: input.body, options: { raw: { language: "json" } } } }),
      },
      response: [],
    },
  ];
}
