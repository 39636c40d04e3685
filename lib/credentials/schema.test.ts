import { expect, it } from "vitest";
import { credentialChangesSchema, newCredentialSchema, newSecretSchema } from "./schema";

const NEW = { environment: "staging", label: "Partner", clientId: "partner", clientSecret: "s3cret" };
const EXTRA = [
  "id",
  "workspaceId",
  "version2",
  "createdAt",
  "createdBy",
  "secretSealed",
  "secretFingerprint",
  "nextSecretSealed",
  "keyId",
  "role",
  "lastUsedAt",
  "ownerId",
];

it.each([
  ["a new credential", newCredentialSchema, NEW],
  ["a change", credentialChangesSchema, { version: 1, label: "Partner" }],
  ["a new secret", newSecretSchema, { clientSecret: "s3cret" }],
])("%s may not carry members that are not asked for, and names them", (_case, schema, body) => {
  expect(schema.safeParse(body).success).toBe(true);
  for (const name of EXTRA) {
    const parsed = schema.safeParse({ ...body, [name]: "x" });
    expect(parsed.success ? "accepted" : JSON.stringify(parsed.error.issues)).toContain(name);
  }
});

it("a change may not move a credential to another environment nor carry a secret", () => {
  expect(credentialChangesSchema.safeParse({ version: 1, environment: "production" }).success).toBe(false);
  expect(credentialChangesSchema.safeParse({ version: 1, clientSecret: "x" }).success).toBe(false);
});

it("a new credential is presented as documented unless it says otherwise", () => {
  expect(newCredentialSchema.parse(NEW)).toMatchObject({ basicEncoding: "plain", tokenRequestForm: "json", distributorId: null });
});

it("a distributor id of blanks counts as none", () => {
  expect(newCredentialSchema.parse({ ...NEW, distributorId: "  " }).distributorId).toBeNull();
});

it.each(["a\0b", "\uD800", "tab\tinside", "\u007f"])("takes no label and no distributor id that a database cannot hold or a person cannot see: %j", (text) => {
  expect(newCredentialSchema.safeParse({ ...NEW, label: text }).success).toBe(false);
  expect(newCredentialSchema.safeParse({ ...NEW, distributorId: text }).success).toBe(false);
  expect(newCredentialSchema.safeParse({ ...NEW, label: "Café 東京 👩‍👧 ok" }).success).toBe(true);
});
