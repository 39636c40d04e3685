import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Spectral, type RulesetDefinition } from "@stoplight/spectral-core";
import { oas } from "@stoplight/spectral-rulesets";
import { beforeAll, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;
let text: string;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator();
  text = (await simulator.call("GET", "/api/simulator/v3.8/openapi.json")).text;
});

/** Two linters of a large document on a machine that does much else. */
const LINT_LIMIT_MS = 60_000;

/** The system's part of the document with a mistake that both rule sets call an error: two operations of one name. */
function broken(): string {
  const { paths, ...rest } = JSON.parse(text) as { paths: Record<string, object> };
  const few = Object.fromEntries(Object.entries(paths).filter(([path]) => path.startsWith("/system")));
  return JSON.stringify({ ...rest, paths: few }).replace('"operationId":"getSystemStatus"', '"operationId":"getSystemPing"');
}

async function redoclyErrors(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ["recommended"] });
  const problems = await lintFromString({ source, config, absoluteRef: "/openapi.json" });
  return problems.filter(({ severity }) => severity === "error").map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

async function spectralErrors(source: string): Promise<string[]> {
  const spectral = new Spectral();
  // The two packages of one maker disagree about the type of a rule set.
  spectral.setRuleset({ extends: [[oas as RulesetDefinition, "recommended"]] });
  const problems = await spectral.run(source);
  return problems.filter(({ severity }) => severity === 0).map(({ code, message }) => `${code}: ${message}`);
}

it(
  "is without errors under Redocly's recommended rules",
  async () => {
    expect(await redoclyErrors(text)).toEqual([]);
    expect((await redoclyErrors(broken())).join()).toContain("operationId");
  },
  LINT_LIMIT_MS,
);

it(
  "is without errors under Spectral's recommended rules",
  async () => {
    expect(await spectralErrors(text)).toEqual([]);
    expect((await spectralErrors(broken())).join()).toContain("operationId");
  },
  LINT_LIMIT_MS,
);

it("names no server and no issuer of tokens but the simulator", () => {
  expect(JSON.parse(text)).toMatchObject({
    servers: [{ url: simulator.base }],
    components: { securitySchemes: { OAuth2: { flows: { clientCredentials: { tokenUrl: `${simulator.base}/oauth2/token` } } } } },
  });
});
