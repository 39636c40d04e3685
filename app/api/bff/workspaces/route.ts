import { personRoute } from "@/lib/auth/person-route";
import { startWorkspace } from "@/lib/workspaces/life/service";
import { startWorkspace as contract } from "@/lib/workspaces/schema";

export const POST = personRoute(contract, (person, { body }, asking) => startWorkspace(person, body.name, asking.requestId));
