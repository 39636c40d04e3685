import type { Cluster } from "@/lib/db/embedded/cluster";
import type { Settings } from "@/lib/env";

/** What the terminal says once the console answers. Never a secret but the one-time set-up link. */
export function banner({ settings, cluster, setupLink }: { settings: Settings; cluster: Cluster | undefined; setupLink: string | undefined }): string {
  const lines = [
    ["Console", settings.publicUrl.origin],
    ["Simulator", `${settings.publicUrl.origin}/api/simulator/v3.8/distributor`],
    ["Data", cluster ? `${cluster.folder} (embedded PostgreSQL)` : "the PostgreSQL in DATABASE_URL"],
    ["Durability", cluster ? "every answered change is on disk (fsync on); make your own backups" : "as that PostgreSQL is configured"],
  ];
  if (setupLink) lines.push(["First owner", `open this link once: ${setupLink}`]);
  return ["", "  Distributor Console", ...lines.map(([name, value]) => `  ${`${name}`.padEnd(12)} ${value}`), ""].join("\n");
}
