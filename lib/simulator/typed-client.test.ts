import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import createClient, { type Client } from "openapi-fetch";
import openapiTypescript, { astToString } from "openapi-typescript";
import ts from "typescript";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;
let folder: string;
let script: string;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
  const { text } = await simulator.call("GET", "/api/simulator/v3.8/openapi.json");
  folder = await mkdtemp(join(tmpdir(), "typed-client-"));
  await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
  // What has a default may be left out of a request.
  await writeFile(join(folder, "distributor-api.ts"), astToString(await openapiTypescript(text, { defaultNonNullable: false })));
  script = await readFile(new URL("testing/typed-booking.ts.txt", import.meta.url), "utf8");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const STRICT: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

/** What the compiler says of each of several scripts that stand beside the types. Checked together: the types are read once. */
async function compilerErrors(scripts: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const files = Object.keys(scripts).map((name) => ({ name, file: join(folder, `${name}.ts`) }));
  for (const { name, file } of files) await writeFile(file, scripts[name] ?? "");
  const program = ts.createProgram(
    files.map(({ file }) => file),
    { ...STRICT, typeRoots: [join(process.cwd(), "node_modules/@types")] },
  );
  const beforeFiles = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()];
  const inWords = (found: readonly ts.Diagnostic[]) => found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  return Object.fromEntries(
    files.map(({ name, file }) => {
      const source = program.getSourceFile(file);
      const found = [...beforeFiles, ...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [name, inWords(found).join("\n")];
    }),
  );
}

it("a booking written against types from the served document compiles, and one with a wrong name does not", async () => {
  const wrong = script.replace("reservation_external_reference:", "reservation_externalreference:");
  expect(await compilerErrors({ right: script, wrong })).toEqual({
    right: "",
    wrong: expect.stringContaining("reservation_externalreference"),
  });
});

it("the same booking runs through openapi-fetch: product to cancellation", async () => {
  const { outputText } = ts.transpileModule(script, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } });
  const compiled = join(folder, "booking.mjs");
  await writeFile(compiled, outputText);
  const { book } = (await import(pathToFileURL(compiled).href)) as { book: (api: Client<object>, day: string) => Promise<unknown> };
  const api = createClient<object>({
    baseUrl: simulator.base,
    headers: { Authorization: `Bearer ${await simulator.token()}` },
    // Lists travel as the name repeated.
    querySerializer: { array: { style: "form", explode: true } },
  });
  expect(await book(api, "2026-11-01")).toEqual({
    steps: [
      "products 200",
      "product 200",
      "availability 200",
      "reservation 201",
      "payment 200",
      "order 201",
      "voucher 200",
      "amend 200",
      "cancel 200",
    ],
    voucher: expect.stringContaining("/api/simulator/vouchers/"),
    tickets: 3,
    status: "ORDER_CANCELLED",
  });
});
