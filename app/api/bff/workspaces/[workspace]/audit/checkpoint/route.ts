import { makeCheckpoint } from "@/lib/audit/chain/service";
import { readCheckpoint } from "@/lib/audit/schema";
import { route } from "@/lib/http/route";

export const GET = route("audit.read", readCheckpoint, (scope) => makeCheckpoint(scope));
