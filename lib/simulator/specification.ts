import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { description, documentOfVersion, type Description } from "@/lib/simulator/document-of-version";
import type { ApiVersion } from "@/lib/simulator/versions";

const DOCUMENT = new URL("../catalog/openapi.yaml", import.meta.url);

let loading: Promise<Description> | undefined;
const ofVersion = new Map<ApiVersion, Description>();

/**
 * The console's own description of the API (OpenAPI 3.1) as one version has it, with the simulator as its only server and
 * its only issuer of tokens: software that reads it must not send simulated credentials to the vendor.
 */
export async function specification(version: ApiVersion, base: string): Promise<Record<string, unknown>> {
  loading ??= readFile(DOCUMENT, "utf8").then((text) => description.parse(parse(text)));
  const whole = await loading;
  const kept = ofVersion.get(version) ?? documentOfVersion(whole, version);
  ofVersion.set(version, kept);
  const document = structuredClone(kept);
  const root = `${base}/v${version}/distributor`;
  document.components.securitySchemes.OAuth2.flows.clientCredentials.tokenUrl = `${root}/oauth2/token`;
  return { ...document, servers: [{ url: root, description: "Simulator" }] };
}
