import { operatorRoute } from "@/lib/auth/person-route";
import { certifyPartner as certified, uncertifyPartner as withdrawn } from "@/lib/operator/certification/schema";
import { certifyPartner, uncertifyPartner } from "@/lib/operator/certification/service";

export const PUT = operatorRoute(certified, (scope, { params, body }) => certifyPartner(scope, params.partner, body));

export const DELETE = operatorRoute(withdrawn, (scope, { params }) => uncertifyPartner(scope, params.partner));
