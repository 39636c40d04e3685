import { API_VERSIONS, type ApiVersion } from "@/lib/upstream/model";

/** "v3.8 only" where something is not known in every version; undefined where it is. */
export function onlyIn(versions: readonly ApiVersion[]): string | undefined {
  if (API_VERSIONS.every((version) => versions.includes(version))) return undefined;
  return versions.length === 0 ? "in no version" : `${versions.map((version) => `v${version}`).join(", ")} only`;
}
