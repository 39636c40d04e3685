import { stepUp as contract } from "@/lib/account/schema";
import { personRoute } from "@/lib/auth/person-route";
import { stepUp } from "@/lib/auth/step-up";

export const POST = personRoute(contract, async (person, { body }, asking) => {
  asking.signIn(await stepUp(person, body.password, asking), person.email);
  return { fresh: true as const };
});
