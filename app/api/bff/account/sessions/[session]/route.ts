import { revokeOneSession } from "@/lib/account/schema";
import { revokeOne } from "@/lib/auth/account";
import { personRoute } from "@/lib/auth/person-route";

export const DELETE = personRoute(revokeOneSession, (person, { params }, asking) => revokeOne(person, params.session, asking.requestId));
