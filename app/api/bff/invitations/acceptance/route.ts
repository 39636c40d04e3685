import { acceptInvitation } from "@/lib/auth/invited";
import { openRoute } from "@/lib/auth/person-route";
import { acceptInvitation as contract } from "@/lib/workspaces/invitations/schema";

export const POST = openRoute(async () => undefined, contract, async ({ body }, asking) => {
  const { slug, email, sessionId } = await acceptInvitation(body, asking);
  if (sessionId) asking.signIn(sessionId, email);
  return { workspace: slug };
});
