import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { search } from "@/lib/shared/testing/canaries";
import { expect, OWNER, test } from "./fixtures";

const OLD_SECRET = "canary-Old7+secret/5e1f0c";
const NEW_SECRET = "canary-New8+secret/9ab24d";

test("the simulator's own credential works without anything being typed", async ({ page, signIn }) => {
  await signIn();
  await page.getByRole("link", { name: "Credentials" }).click();
  await page.getByRole("button", { name: "Check Built-in simulator" }).click();
  await expect(page.getByText("This credential works")).toBeVisible();
  await expect(page.getByText("Reading products answered 200.")).toBeVisible();
});

test("a credential is added, refused, rotated, accepted, switched off and deleted, and its secrets never come back", async ({
  page,
  newConsole,
}) => {
  const staging = await anUpstream();
  const running = await newConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password, UPSTREAM_STAGING_ORIGIN: staging.origin });
  await page.goto(`${running.origin}/sign-in`);
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByRole("textbox", { name: "Password" }).fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Credentials" }).click();

  await page.getByRole("button", { name: "Add a credential for staging" }).click();
  await expect(page.getByLabel("Label")).toBeFocused();
  await page.keyboard.type("Web shop");
  await page.getByRole("textbox", { name: "Client id" }).fill("partner@example.com");
  await page.getByRole("textbox", { name: "Client secret" }).fill(`${OLD_SECRET} `);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Say whether to remove it or to keep it")).toBeVisible();
  await page.getByLabel("Remove it").check();
  await page.keyboard.press("Enter");

  const shop = page.getByRole("article", { name: "Web shop" });
  await expect(shop.getByText("Client id or secret was refused (401)", { exact: true })).toBeVisible();
  await expect(shop.getByText("two Basic encodings write differently")).toBeVisible();

  const choose = async (item: string) => {
    await shop.getByRole("button", { name: "More for Web shop" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await choose("Rotate secret");
  await page.getByRole("textbox", { name: "New client secret" }).fill(NEW_SECRET);
  await page.keyboard.press("Enter");
  await expect(shop.getByText("The new secret has taken over; the old one is erased.").first()).toBeVisible();
  expect(staging.secrets).toEqual([OLD_SECRET, NEW_SECRET]);

  await choose("Switch off");
  await expect(shop.getByText("switched off", { exact: true })).toBeVisible();
  await shop.getByRole("button", { name: "Switch on Web shop" }).click();
  await expect(shop.getByRole("button", { name: "Check Web shop" })).toBeVisible();

  await choose("Delete");
  const doIt = page.getByRole("button", { name: "Delete credential" });
  await expect(doIt).toBeDisabled();
  await page.keyboard.type("Web shop");
  await doIt.click();
  await expect(shop).toBeHidden();

  const received = running.wire.answers.map((answer) => `${answer.path}\n${answer.headerText}\n${answer.body.toString("utf8")}`).join("\n");
  const canaries = [OLD_SECRET, NEW_SECRET].map((value) => ({ name: value, value }));
  expect(search(received + running.output(), "anywhere", canaries)).toEqual([]);
  expect(search(received, "the control", [{ name: "label", value: "Web shop" }])).not.toEqual([]);
  await staging.close();
});

/** A token endpoint that knows one secret, and repeats what it was sent as bad servers do. */
async function anUpstream() {
  const secrets: string[] = [];
  const server = http.createServer((request, response) => {
    const basic = Buffer.from(request.headers.authorization?.replace(/^Basic /, "") ?? "", "base64").toString("utf8");
    if (request.url?.endsWith("/oauth2/token")) secrets.push(basic.slice(basic.indexOf(":") + 1));
    const refused = request.url?.endsWith("/oauth2/token") === true && !basic.endsWith(NEW_SECRET);
    response.writeHead(refused ? 401 : 200, { "content-type": "application/json", ...(refused && { "www-authenticate": "Basic" }) });
    response.end(
      JSON.stringify(
        refused
          ? { error: "invalid_client", error_description: `not known: ${basic}` }
          : { access_token: "token-1", token_type: "Bearer", expires_in: 3600, data: {} },
      ),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    secrets,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
