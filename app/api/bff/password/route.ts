import { setPasswordByLink as contract } from "@/lib/account/schema";
import { setPasswordByLink } from "@/lib/auth/password-link";
import { openRoute } from "@/lib/auth/person-route";

export const POST = openRoute(async () => undefined, contract, ({ body }, asking) => setPasswordByLink(body, asking));
