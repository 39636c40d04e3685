import { operatorRoute } from "@/lib/auth/person-route";
import { linkForPassword as contract } from "@/lib/operator/people/schema";
import { linkForPassword } from "@/lib/operator/people/service";

export const POST = operatorRoute(contract, (scope, { params }) => linkForPassword(scope, params.person));
