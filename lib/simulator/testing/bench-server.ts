/**
 * The simulator alone on a port of this machine, over a PostgreSQL like that of `npm start`, for `npm run bench:simulator`.
 * DATA_DIR and PORT come from the environment.
 */
import { createServer } from "node:http";
import { claimInstallation } from "@/lib/commands/claim";
import { openInstallation } from "@/lib/commands/installation";
import { settings } from "@/lib/env";
import { handleSimulator, startSimulator } from "@/lib/simulator/server";

const installation = await openInstallation(claimInstallation());
const { port, authSecret, simulatorClient, publicUrl } = settings();
startSimulator({
  signingKey: authSecret,
  publicOrigin: publicUrl.origin,
  report: (error) => process.stderr.write(`${String(error)}\n`),
  ...(simulatorClient === undefined ? {} : { knownClient: { clientId: simulatorClient.clientId, secret: simulatorClient.clientSecret } }),
});
const server = createServer((req, res) => void handleSimulator(req, res));
server.listen(port, "127.0.0.1");

process.on("SIGTERM", () => {
  server.closeAllConnections();
  server.close(() => void installation.close().then(() => process.exit(0)));
});
