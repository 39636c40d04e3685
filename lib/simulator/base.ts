import type { IncomingMessage } from "node:http";
import { simulatorSettings } from "@/lib/simulator/settings";

/** Where the simulator is, for links in replies: "https://console.example.com/api/simulator". */
export function baseOf(req: IncomingMessage): string {
  return `${simulatorSettings().publicOrigin ?? `http://${req.headers.host ?? "localhost"}`}/api/simulator`;
}
