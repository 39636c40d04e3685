import { credentialChangesSchema, credentialPath, credentialViewSchema, nothingSchema } from "@/lib/credentials/schema";
import { read, remove, update } from "@/lib/credentials/service";
import { route } from "@/lib/http/route";

export const GET = route("credential.read", { params: credentialPath, answer: credentialViewSchema }, (scope, { params }) =>
  read(scope, params.credential),
);

export const PATCH = route(
  "credential.write",
  { params: credentialPath, body: credentialChangesSchema, answer: credentialViewSchema },
  (scope, { params, body }) => update(scope, params.credential, body),
);

export const DELETE = route("credential.write", { params: credentialPath, answer: nothingSchema }, async (scope, { params }) => {
  await remove(scope, params.credential);
  return {};
});
