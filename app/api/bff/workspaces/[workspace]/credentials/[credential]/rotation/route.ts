import { abandonRotation, startRotation } from "@/lib/credentials/rotation/service";
import { credentialPath, credentialViewSchema, newSecretSchema } from "@/lib/credentials/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  "credential.write",
  { params: credentialPath, body: newSecretSchema, answer: credentialViewSchema },
  (scope, { params, body }) => startRotation(scope, params.credential, body),
);

export const DELETE = route("credential.write", { params: credentialPath, answer: credentialViewSchema }, (scope, { params }) =>
  abandonRotation(scope, params.credential),
);
