import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { emailField } from "@/lib/account/schema";
import { aMember, anOperator } from "@/lib/auth/testing/people";
import { testDatabase } from "@/lib/db/testing/database";
import { setSettings, settings } from "@/lib/env";
import { invitePartner } from "@/lib/operator/partners/service";
import { Secret } from "@/lib/shared/secret";
import { invite, listInvitations, renewInvitation } from "@/lib/workspaces/invitations/service";
import { mailInvitation } from "./service";
import { scriptedSmtp, type ScriptedSmtp } from "./testing/scripted-smtp";

const LINK = "https://console.example/invitations#token=abcdefghijklmnopqrstuvwxyz0123456789";
const MAIL = { to: "paula@partner.test", workspaceName: "Café Müller = Tours", link: LINK, expiresAt: new Date("2026-03-01T12:00:00Z") };

let smtp: ScriptedSmtp;
beforeAll(async () => {
  await testDatabase();
});
beforeEach(async () => {
  smtp = await scriptedSmtp();
  setSettings({ ...settings(), mail: { url: new Secret(smtp.url), from: { name: "Distributor Console", address: "console@example.test" } } });
});
afterEach(() => smtp.close());

/** The text as its reader sees it. */
function textOf(data: string): string {
  const [head = "", ...body] = data.split("\r\n\r\n");
  const text = body.join("\r\n\r\n");
  if (/base64/i.test(head)) return Buffer.from(text, "base64").toString("utf8");
  const bytes = text.replaceAll("=\r\n", "").replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return /quoted-printable/i.test(head) ? Buffer.from(bytes, "latin1").toString("utf8") : text;
}

it("sends a short plain text to exactly the one address", async () => {
  expect(await mailInvitation(MAIL)).toBe("sent");
  expect(smtp.mails).toHaveLength(1);
  const [mail] = smtp.mails;
  expect([mail?.from, mail?.to]).toEqual(["console@example.test", ["paula@partner.test"]]);
  expect(mail?.data).toMatch(/^To: <?paula@partner\.test>?\r$/m);
  expect(mail?.data).toMatch(/^Content-Type: text\/plain/m);
  const text = textOf(mail?.data ?? "");
  expect(text).toContain("Café Müller = Tours");
  expect(text).toContain(LINK);
  expect(text).toContain("1 March 2026");
});

describe("an address that is not one plain address", () => {
  it.each(["a@x.test,b@y.test", '"e@attacker.test"@victim.test', "a＠x.test", "a@x.test\r\nRCPT TO:<b@y.test>", "a@x.test\nBcc: b@y.test", "Ada <a@x.test>", "A@X.test", "a@x.test ", ""])("gets no mail: %j", async (to) => {
    expect(await mailInvitation({ ...MAIL, to })).toBe("failed");
    expect(smtp.commands).toEqual([]);
  });

  it.each(["a@x.test,b@y.test", '"e@attacker.test"@victim.test', "a＠x.test", "a@x.test\r\nRCPT TO:<b@y.test>", "a@x.test\nBcc: b@y.test"])("is refused in the form before that: %j", (email) => {
    expect(emailField.safeParse(email).success).toBe(false);
  });
});

it("writes no header of its own out of a workspace's name", async () => {
  await mailInvitation({ ...MAIL, workspaceName: "Acme\r\nBcc: b@y.test" });
  expect(smtp.mails.map(({ to }) => to)).toEqual([["paula@partner.test"]]);
  expect(smtp.mails[0]?.data.split("\r\n\r\n")[0]).not.toMatch(/^Bcc:/m);
});

describe("an invitation of a member", () => {
  it("goes out by mail, and again when it is renewed", async () => {
    const scope = await aMember("owner");
    const { link, mail, invitations } = await invite(scope, { email: "nora@example.test", role: "developer", days: 7 });
    expect(mail).toBe("sent");
    expect(textOf(smtp.mails[0]?.data ?? "")).toContain(link);
    expect(textOf(smtp.mails[0]?.data ?? "")).toContain("Ada Example invites you to the workspace Acme Tours");
    const renewed = await renewInvitation(scope, invitations[0]?.id ?? "");
    expect(renewed.mail).toBe("sent");
    expect(textOf(smtp.mails[1]?.data ?? "")).toContain(renewed.link);
  });

  it.each(["MAIL", "RCPT", "DATA", "everything, being gone"])("is there all the same when the server refuses %s", async (refused) => {
    smtp.refuse = refused;
    if (refused.startsWith("everything")) setSettings({ ...settings(), mail: { url: new Secret("smtp://127.0.0.1:1"), from: { name: "", address: "console@example.test" } } });
    const scope = await aMember("owner");
    expect(await invite(scope, { email: "nora@example.test", role: "viewer", days: 7 })).toMatchObject({ mail: "failed", link: expect.stringContaining("#token=") });
    expect((await listInvitations(scope)).invitations).toMatchObject([{ email: "nora@example.test" }]);
  });

  it("says that no mail is sent where none is set up", async () => {
    setSettings({ ...settings(), mail: undefined });
    expect((await invite(await aMember("owner"), { email: "nora@example.test", role: "viewer", days: 7 })).mail).toBe("off");
    expect(smtp.commands).toEqual([]);
  });
});

it("invites a partner by mail", async () => {
  const { link, mail } = await invitePartner(await anOperator(), { name: "North Pier Tours", email: "paula@partner.test", note: "" });
  expect(mail).toBe("sent");
  expect(smtp.mails[0]?.to).toEqual(["paula@partner.test"]);
  expect(textOf(smtp.mails[0]?.data ?? "")).toContain(link);
});
