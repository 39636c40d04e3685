import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readSettings } from "@/lib/env";
import { ownSecrets } from "./own-secrets";

const GIVEN = "b3BlcmF0b3ItZ2F2ZS10aGlzLWl0c2VsZi0wMTIz";
let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "dc-secrets-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const kept = () => readFileSync(join(folder, "secrets.json"), "utf8");

it("writes down what it made, for its owner alone, and finds it again", () => {
  const made = ownSecrets(readSettings({ DATA_DIR: folder }));
  made.keep();
  expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(kept()).toContain(made.authSecret.reveal());
  expect(ownSecrets(readSettings({ DATA_DIR: folder })).authSecret.reveal()).toBe(made.authSecret.reveal());
});

it("uses what the operator gave, and never writes it down", () => {
  const made = ownSecrets(readSettings({ DATA_DIR: folder, AUTH_SECRET: GIVEN }));
  made.keep();
  expect(made.authSecret.reveal()).toBe(GIVEN);
  expect(kept()).not.toContain(GIVEN);
  expect(ownSecrets(readSettings({ DATA_DIR: folder, AUTH_SECRET: GIVEN })).authSecret.reveal()).toBe(GIVEN);
});
