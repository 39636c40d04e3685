import { operatorRoute } from "@/lib/auth/person-route";
import { renewPartner as renewed, withdrawPartner as withdrawn } from "@/lib/operator/partners/schema";
import { renewPartner, withdrawPartner } from "@/lib/operator/partners/service";

export const POST = operatorRoute(renewed, (scope, { params }) => renewPartner(scope, params.partner));

export const DELETE = operatorRoute(withdrawn, (scope, { params }) => withdrawPartner(scope, params.partner));
