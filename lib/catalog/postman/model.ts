/** As much of Postman's collection format 2.1.0 as the export uses. */

export interface PostmanEvent {
  listen: "prerequest" | "test";
  script: { type: "text/javascript"; exec: readonly string[] };
}

interface Pair {
  key: string;
  value: string;
  description?: string;
  disabled?: boolean;
}

export interface PostmanAuth {
  type: "bearer" | "basic" | "noauth";
  bearer?: readonly { key: string; value: string; type: "string" }[];
  basic?: readonly { key: string; value: string; type: "string" }[];
}

export interface PostmanRequest {
  name: string;
  event: readonly PostmanEvent[];
  request: {
    method: string;
    description: string;
    auth?: PostmanAuth;
    header: readonly Pair[];
    url: { raw: string; host: readonly string[]; path: readonly string[]; query: readonly Pair[]; variable: readonly Pair[] };
    body?: { mode: "raw"; raw: string; options: { raw: { language: "json" } } };
  };
  response: readonly [];
}

export interface PostmanCollection {
  info: { name: string; description: string; schema: string };
  auth: PostmanAuth;
  item: readonly { name: string; description: string; item: readonly PostmanRequest[] }[];
  variable: readonly Pair[];
}

export interface PostmanEnvironment {
  name: string;
  values: readonly { key: string; value: string; type: "default" | "secret"; enabled: true }[];
  _postman_variable_scope: "environment";
}
