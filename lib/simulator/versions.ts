import type { Operation } from "@/lib/catalog/model";
import { operations } from "@/lib/catalog/operations";

export type ApiVersion = Operation["versions"][number];

/** Every version that the catalogue knows, newest first. */
export const VERSIONS: readonly ApiVersion[] = [...new Set(operations().flatMap((operation) => operation.versions))].sort().reverse();

/** The version of a path segment such as "v3.8"; undefined for any other text. */
export function versionOfSegment(segment: string): ApiVersion | undefined {
  return VERSIONS.find((version) => segment === `v${version}`);
}

/** Versions of which at least one operation was seen in a document; of the others only the name is known (facts §7). */
const DOCUMENTED = new Set(operations().flatMap((operation) => operation.seenIn));

export function isDocumented(version: ApiVersion): boolean {
  return DOCUMENTED.has(version);
}

/** The long form that bodies carry (facts §1.1): "3.8.0". */
export function longVersion(version: ApiVersion): string {
  return `${version}.0`;
}
