import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import type { ApiVersion } from "@/lib/simulator/versions";

const DOCUMENT = new URL("../catalog/openapi.yaml", import.meta.url);

/** As much of the document as is rewritten before it is served; the rest passes as it is. */
const served = z.looseObject({
  components: z.looseObject({
    securitySchemes: z.looseObject({
      OAuth2: z.looseObject({ flows: z.looseObject({ clientCredentials: z.looseObject({ tokenUrl: z.string() }) }) }),
    }),
  }),
});

let loading: Promise<z.infer<typeof served>> | undefined;

/**
 * The console's own description of the API (OpenAPI 3.1), with the simulator as its only server and its only issuer of
 * tokens: software that reads it must not send simulated credentials to the vendor.
 */
export async function specification(version: ApiVersion, base: string): Promise<Record<string, unknown>> {
  loading ??= readFile(DOCUMENT, "utf8").then((text) => served.parse(parse(text)));
  const document = structuredClone(await loading);
  const root = `${base}/v${version}/distributor`;
  document.components.securitySchemes.OAuth2.flows.clientCredentials.tokenUrl = `${root}/oauth2/token`;
  return { ...document, servers: [{ url: root, description: "Simulator" }] };
}
