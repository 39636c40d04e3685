import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Spectral, type RulesetDefinition } from "@stoplight/spectral-core";
import { oas } from "@stoplight/spectral-rulesets";
import { beforeAll, describe, expect, it } from "vitest";
import { operations } from "@/lib/catalog/operations";
import { testDatabase } from "@/lib/db/testing/database";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { VERSIONS } from "@/lib/simulator/versions";

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

interface Listed {
  info: { version: string };
  tags: { name: string }[];
  paths: Record<string, Record<string, { operationId: string; tags: string[]; parameters: { $ref?: string; name?: string }[] }>>;
  components: { parameters: Record<string, { name: string }>; schemas: object; responses: object };
}

async function documentOf(version: string, path = "openapi.json"): Promise<Listed> {
  const address = `/api/simulator/v${version}/${path}`;
  const answer = await (path === "openapi.json" ? simulator.call("GET", address) : simulator.authorized("GET", address));
  return answer.body as Listed;
}

const idsIn = ({ paths }: Listed) => Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));

/** The names of an operation's parameters, wherever they are written. */
function parametersIn({ paths, components }: Listed, id: string): string[] {
  const found = Object.values(paths).flatMap((item) => Object.values(item).filter(({ operationId }) => operationId === id));
  return found.flatMap(({ parameters }) =>
    parameters.map(({ $ref, name }) => name ?? components.parameters[$ref?.split("/").at(-1) ?? ""]?.name ?? "nothing"),
  );
}

describe.each(VERSIONS)("the document of version %s", (version) => {
  it("says its version and lists what is found in it, and no other operation", async () => {
    const document = await documentOf(version);
    expect(document.info.version).toMatch(new RegExp(`^${version.replace(".", "\\.")}\\.0-`));
    const listed = new Set(idsIn(document));
    for (const { id, method, path } of operations()) {
      const { status } = await simulator.call(method, `/api/simulator/v${version}/distributor${path.replaceAll(/\{\w+\}/g, "1")}`);
      // Without a token an operation that is there refuses for that reason, if it wants one.
      expect([id, listed.has(id)]).toEqual([id, status !== 404]);
    }
  });

  it("lists the parameters that the version knows", async () => {
    const document = await documentOf(version);
    for (const { id, versions, parameters } of operations().filter((operation) => operation.versions.includes(version))) {
      const known = parameters.filter((parameter) => parameter.versions.includes(version)).map(({ name }) => name);
      expect([id, versions.length > 0, parametersIn(document, id).sort()]).toEqual([id, true, known.sort()]);
    }
  });

  it("has no part that nothing leads to, and no tag without operations", async () => {
    const document = await documentOf(version);
    const all = JSON.stringify(document);
    const idle = (["parameters", "schemas", "responses"] as const).flatMap((section) =>
      Object.keys(document.components[section]).filter((name) => !all.includes(`"#/components/${section}/${name}"`)),
    );
    expect(idle).toEqual([]);
    const tags = Object.values(document.paths).flatMap((item) => Object.values(item).flatMap((operation) => operation.tags));
    expect(document.tags.map(({ name }) => name).filter((name) => !tags.includes(name))).toEqual([]);
  });

  it("is the same one under system/docs", async () => {
    expect(await documentOf(version, "distributor/system/docs")).toEqual(await documentOf(version));
  });

  it(
    "is without errors under Redocly's recommended rules",
    async () => {
      expect(await redoclyErrors(JSON.stringify(await documentOf(version)))).toEqual([]);
    },
    LINT_LIMIT_MS,
  );
});

it("has stock in version 3.8 only", async () => {
  expect((await Promise.all(["3.8", "3.7"].map(documentOfStock))).flat()).toEqual([true, false]);
});

async function documentOfStock(version: string): Promise<boolean> {
  return idsIn(await documentOf(version)).includes("getProductStock");
}
