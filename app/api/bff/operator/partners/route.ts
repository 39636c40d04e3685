import { operatorRoute } from "@/lib/auth/person-route";
import { invitePartner as contract } from "@/lib/operator/partners/schema";
import { invitePartner } from "@/lib/operator/partners/service";

export const POST = operatorRoute(contract, (scope, { body }) => invitePartner(scope, body));
