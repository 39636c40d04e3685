import { makeInstallationCheckpoint } from "@/lib/audit/chain/service";
import { readCheckpoint } from "@/lib/audit/schema";
import { operatorRoute } from "@/lib/auth/person-route";

export const GET = operatorRoute(readCheckpoint, (scope) => makeInstallationCheckpoint(scope));
