import { tryNow } from "@/lib/fair-use/meter/service";
import { breakerClosed, breakerParams } from "@/lib/fair-use/schema";
import { route } from "@/lib/http/route";

export const DELETE = route("fair-use.control", { params: breakerParams, answer: breakerClosed }, (scope, { params }) => tryNow(scope, params.credential));
