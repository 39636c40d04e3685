import { check } from "@/lib/credentials/check/service";
import { eventLines } from "@/lib/credentials/check/event-lines";
import { checkRequestSchema, credentialPath } from "@/lib/credentials/schema";
import { respond } from "@/lib/http/route";

export const POST = respond("credential.check", { params: credentialPath, body: checkRequestSchema }, (scope, { params, body }, signal) =>
  eventLines(signal, (stopped) => check(scope, params.credential, body, stopped)),
);
