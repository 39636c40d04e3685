import "server-only";
import { once } from "node:events";
import type { Server } from "node:http";
import { join } from "node:path";
import next from "next";
import { settings } from "@/lib/env";
import { log } from "@/lib/http/log";
import { mayReadMetrics } from "@/lib/http/metrics-reader";
import { handleSimulator, startDeliverer, startSimulator } from "@/lib/simulator/server";
import { SECOND_MS } from "@/lib/shared/time";
import { startUpkeep } from "@/lib/upkeep/service";
import { makeDrain } from "./drain";
import { readApiRoutes, readPages } from "./routes";
import { makeServer } from "./server";

/** Where the process listens when the console is only for this machine. */
const LOOPBACK = "127.0.0.1";
const ALL_ADDRESSES = "0.0.0.0";
const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

export interface RunningServer {
  /** Lets what is under way finish; see drain.ts. */
  close(): Promise<void>;
}

/** Starts Next inside our server and listens. */
export async function startServer({ root, development }: { root: string; development: boolean }): Promise<RunningServer> {
  const { port, publicUrl, host, trustedProxies, authSecret, simulatorClient, simulatorWebhookTargets, drainSeconds } = settings();
  const onlyThisMachine = LOOPBACK_NAMES.includes(publicUrl.hostname);
  const hostname = host ?? (onlyThisMachine ? LOOPBACK : ALL_ADDRESSES);
  startSimulator({
    signingKey: authSecret,
    publicOrigin: publicUrl.origin,
    webhookTargets: simulatorWebhookTargets,
    report: (error, errorReference) => log().error({ err: error, errorReference }, "the simulator failed"),
    ...(simulatorClient === undefined ? {} : { knownClient: { clientId: simulatorClient.clientId, secret: simulatorClient.clientSecret } }),
  });
  // Next wants the server, the server wants Next: the handler is filled in once Next is prepared.
  const inner: { handle?: ReturnType<ReturnType<typeof next>["getRequestHandler"]> } = {};
  const drain = makeDrain();
  const server: Server = makeServer({
    drain,
    knownHosts: new Set([publicUrl.host, ...LOOPBACK_NAMES.map((name) => `${name}:${port}`)]),
    mayReadMetrics,
    trustedProxies,
    apiRoutes: readApiRoutes(join(root, "app/api")),
    pages: readPages(join(root, "app")),
    development,
    simulator: handleSimulator,
    next: async (req, res) => inner.handle?.(req, res),
  });
  const app = next({ dev: development, dir: root, hostname, port, httpServer: server, quiet: !development });
  await app.prepare();
  inner.handle = app.getRequestHandler();
  server.listen(port, hostname);
  await once(server, "listening");
  const deliverer = startDeliverer();
  const upkeep = startUpkeep();
  return {
    close: async () => {
      await drain.finish(server, drainSeconds * SECOND_MS);
      await deliverer.stop();
      await upkeep.stop();
      await app.close();
    },
  };
}
