import { route } from "@/lib/http/route";
import { addClient } from "@/lib/worlds/schema";
import { addClient as add } from "@/lib/worlds/service";

export const POST = route("simulator.control", addClient, async (scope, { body }) => {
  const { clientId, secret, world } = await add(scope, body.label);
  return { client_id: clientId, client_secret: secret.reveal(), world };
});
