import { credentialListSchema, credentialViewSchema, newCredentialSchema } from "@/lib/credentials/schema";
import { create, list } from "@/lib/credentials/service";
import { route } from "@/lib/http/route";

export const GET = route("credential.read", { answer: credentialListSchema }, async (scope) => ({ credentials: await list(scope) }));

export const POST = route("credential.write", { body: newCredentialSchema, answer: credentialViewSchema }, (scope, { body }) =>
  create(scope, body),
);
