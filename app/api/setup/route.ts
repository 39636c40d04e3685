import { setUp } from "@/lib/account/schema";
import { assertSetupOpen, becomeFirstOwner } from "@/lib/auth/first-owner";
import { openRoute } from "@/lib/auth/person-route";

export const POST = openRoute(assertSetupOpen, setUp, async ({ body }, asking) => {
  const owner = await becomeFirstOwner(body, asking);
  asking.signIn(owner.sessionId, owner.email);
  return { workspace: owner.slug };
});
