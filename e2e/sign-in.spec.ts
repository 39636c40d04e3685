import { localProvider } from "@/lib/auth/testing/local-provider";
import { expect, OWNER, test } from "./fixtures";

const SECOND_PASSWORD = "seven blue herons land at dusk";

test("the one-time link makes the owner, leaves no trace of its code, and is worth nothing afterwards", async ({ newConsole, page }) => {
  const console = await newConsole();
  const link = new URL(console.setupLink ?? "");
  const code = new URLSearchParams(link.hash.slice(1)).get("token") ?? "";
  expect(code).toMatch(/^[A-Za-z0-9_-]{43}$/);

  await page.goto(`${console.origin}/`);
  await expect(page.getByRole("heading", { name: "This console has no owner yet" })).toBeVisible();
  const told: string[] = [];
  page.on("request", (request) => told.push(request.url(), request.headers().referer ?? ""));
  await page.goto(link.href);
  await expect(page).toHaveURL(`${console.origin}/setup`);
  await page.getByLabel("Your name").fill(OWNER.name);
  await page.getByLabel("E-mail address").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill("password1234");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This is among the first passwords that are tried")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
  // The address that was opened has the code in its fragment, which the browser keeps to itself.
  expect(told.map((address) => address.split("#")[0]).join("\n")).not.toContain(code);

  expect((await page.goto(link.href))?.status()).toBe(404);
  expect((await page.request.get(`${console.origin}/setup`)).status()).toBe(404);
  expect(console.output()).toContain(link.href);
});

test("a session that is ended elsewhere is over on its next request, and the page says so", async ({ shared, signIn, browser, page }) => {
  await signIn();
  const phone = await browser.newContext();
  const onPhone = await phone.newPage();
  await signIn(onPhone);

  await page.goto(`${shared.origin}/account`);
  await expect(page.getByText("this browser")).toHaveCount(1);
  await page.getByRole("button", { name: /^End the session of/ }).first().click();
  await expect(page.getByText("One session was ended.")).toBeVisible();

  await onPhone.reload();
  await expect(onPhone.getByText("Your session has ended")).toBeVisible();
  await signIn(onPhone);
  await phone.close();
});

test("changing the password by keyboard alone signs out every other browser", async ({ newConsole, browser, page }) => {
  const console = await newConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password });
  const enter = async (other: typeof page, password: string) => {
    await other.goto(`${console.origin}/sign-in?next=/account`);
    await other.keyboard.type(OWNER.email);
    await other.keyboard.press("Tab");
    await other.keyboard.type(password);
    await other.keyboard.press("Enter");
  };
  const elsewhere = await (await browser.newContext()).newPage();
  await enter(elsewhere, OWNER.password);
  await expect(elsewhere).toHaveURL(`${console.origin}/account`);
  await enter(page, OWNER.password);
  await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();

  await page.getByLabel("Current password").focus();
  await page.keyboard.type(OWNER.password);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type(SECOND_PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Signed out of 1 other browser.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();
  await elsewhere.reload();
  await expect(elsewhere.getByRole("heading", { name: "Sign in" })).toBeVisible();

  await enter(elsewhere, OWNER.password);
  await expect(elsewhere.getByText("E-mail address or password is not right")).toBeVisible();
  await enter(elsewhere, SECOND_PASSWORD);
  await expect(elsewhere.getByRole("heading", { name: "Your account" })).toBeVisible();
  await elsewhere.context().close();
});

test("no way of asking leads off this site after signing in", async ({ shared, browser }) => {
  for (const target of ["//evil.test", "/\\evil.test", "javascript:alert(1)"]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${shared.origin}/sign-in?next=${encodeURIComponent(target)}&callbackUrl=${encodeURIComponent(target)}`);
    await page.getByLabel("E-mail address").fill(OWNER.email);
    await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("navigation", { name: "Pages" }).waitFor();
    expect(new URL(page.url()).origin).toBe(shared.origin);
    await context.close();
  }
});

test("people come in through their organisation, and strangers are told why not", async ({ newConsole, page, browser }) => {
  const provider = await localProvider();
  const { issuer, clientId, clientSecret } = provider.setting;
  const console = await newConsole({
    OWNER_EMAIL: OWNER.email,
    OWNER_PASSWORD: OWNER.password,
    OIDC_NAME: "Acme",
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret.reveal(),
  });
  await provider.register(`${console.origin}/api/auth/callback/oidc`);

  provider.person = { sub: "stranger", email: "stranger@example.com", email_verified: true };
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`${console.origin}/sign-in`);
  await stranger.getByRole("button", { name: "Continue with Acme" }).click();
  await expect(stranger.getByText("Your organisation knows you, but this console does not.")).toBeVisible();
  await stranger.context().close();

  provider.person = { sub: "olivia", email: OWNER.email, email_verified: true };
  await page.goto(`${console.origin}/sign-in?next=/account`);
  await page.getByRole("button", { name: "Continue with Acme" }).click();
  await expect(page).toHaveURL(`${console.origin}/account`);
  await expect(page.getByText(OWNER.email)).toBeVisible();
  await provider.close();
});
