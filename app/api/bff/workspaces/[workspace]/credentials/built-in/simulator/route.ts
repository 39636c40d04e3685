import { credentialListSchema } from "@/lib/credentials/schema";
import { restoreSimulatorCredential } from "@/lib/credentials/simulator/service";
import { route } from "@/lib/http/route";

export const POST = route("credential.write", { answer: credentialListSchema }, async (scope) => ({
  credentials: await restoreSimulatorCredential(scope),
}));
