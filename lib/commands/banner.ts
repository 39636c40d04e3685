import type { Cluster } from "@/lib/db/embedded/cluster";
import { durabilityInWords, type Durability } from "@/lib/db/durability";
import type { Settings } from "@/lib/env";

interface Started {
  settings: Settings;
  cluster: Cluster | undefined;
  durability: Durability;
  setupLink: string | undefined;
}

/** What the terminal says once the console answers. Never a secret but the one-time set-up link. */
export function banner({ settings, cluster, durability, setupLink }: Started): string {
  const lines = [
    ["Console", settings.publicUrl.origin],
    ["Simulator", `${settings.publicUrl.origin}/api/simulator/v3.8/distributor`],
    ["Data", cluster ? `${cluster.folder} (embedded PostgreSQL)` : "the PostgreSQL in DATABASE_URL"],
    ["Durability", durabilityInWords(durability)],
  ];
  if (setupLink) lines.push(["First owner", `open this link once: ${setupLink}`]);
  return ["", "  Distributor Console", ...lines.map(([name, value]) => `  ${`${name}`.padEnd(12)} ${value}`), ""].join("\n");
}
