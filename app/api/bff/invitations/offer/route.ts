import { describeOffer } from "@/lib/auth/invited";
import { openRoute } from "@/lib/auth/person-route";
import { readOffer } from "@/lib/workspaces/invitations/schema";

export const POST = openRoute(async () => undefined, readOffer, ({ body }, asking) => describeOffer(body.token, asking));
