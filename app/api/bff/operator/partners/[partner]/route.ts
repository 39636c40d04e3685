import { operatorRoute } from "@/lib/auth/person-route";
import { deletePartner as contract } from "@/lib/operator/partners/schema";
import { deletePartner } from "@/lib/operator/partners/service";

export const DELETE = operatorRoute(contract, (scope, { params, body }) => deletePartner(scope, params.partner, body.word));
