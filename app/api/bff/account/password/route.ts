import { changePassword as contract } from "@/lib/account/schema";
import { changePassword } from "@/lib/auth/account";
import { personRoute } from "@/lib/auth/person-route";

export const POST = personRoute(contract, async (person, { body }, asking) => {
  const { sessionId, revoked } = await changePassword(person, body, asking);
  asking.signIn(sessionId, person.email);
  return { revoked };
});
