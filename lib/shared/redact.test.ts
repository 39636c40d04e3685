import { DrizzleQueryError } from "drizzle-orm";
import { expect, it } from "vitest";
import { redact } from "./redact";

it("shows the statement of a failed query and nothing that it was given", () => {
  const failed = new DrizzleQueryError("insert into users values ($1, $2)", ["ada@example.test", "$argon2id$hash-of-a-password"], new Error("connect ECONNREFUSED"));
  const shown = JSON.stringify(redact({ err: new Error("could not save", { cause: failed }) }));
  expect(shown).toContain("insert into users values ($1, $2)");
  expect(shown).toContain("connect ECONNREFUSED");
  expect(shown).toContain("redact.test.ts");
  expect(shown).not.toMatch(/ada@example|argon2id/);
});
