import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import type { ApiVersion } from "@/lib/simulator/versions";

const DOCUMENT = new URL("../catalog/openapi.yaml", import.meta.url);

let loading: Promise<Record<string, unknown>> | undefined;

/** The console's own description of the API (OpenAPI 3.1), with the simulator as its only server. */
export async function specification(version: ApiVersion, base: string): Promise<Record<string, unknown>> {
  loading ??= readFile(DOCUMENT, "utf8").then((text): Record<string, unknown> => parse(text));
  return { ...(await loading), servers: [{ url: `${base}/v${version}/distributor`, description: "Simulator" }] };
}
