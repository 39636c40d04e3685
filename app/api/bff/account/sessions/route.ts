import { listSessions, revokeOtherSessions } from "@/lib/account/schema";
import { listSessions as list, revokeOthers } from "@/lib/auth/account";
import { personRoute } from "@/lib/auth/person-route";

export const GET = personRoute(listSessions, (person) => list(person));

export const DELETE = personRoute(revokeOtherSessions, (person, _input, asking) => revokeOthers(person, asking.requestId));
