import { operatorRoute } from "@/lib/auth/person-route";
import { changePerson as contract } from "@/lib/operator/people/schema";
import { changePerson } from "@/lib/operator/people/service";

export const PATCH = operatorRoute(contract, (scope, { params, body }) => changePerson(scope, params.person, body));
