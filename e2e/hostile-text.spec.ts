/** Hostile text in every field that people fill in, and in what an upstream answers; every page looked at afterwards: it stays text. */
import type { Page } from "@playwright/test";
import { scriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import { everyAddress } from "./addresses";
import { signInByApi } from "./api-person";
import { expect, OWNER, test } from "./fixtures";
import { fillIn, HOSTILE, HOSTILE_REFUSAL, hostileAnswer, joinAt, MOST_HOSTILE } from "./hostile-text";
import { signInAsOwner } from "./journey";
import { settled } from "./settled";

/** Elements that none of our pages has and the strings would make: what runs, and what leads or loads from elsewhere. */
const madeOn = (page: Page) =>
  page.evaluate(() => {
    const isElsewhere = (address: string | null) => address !== null && /^javascript:|^https?:\/\/hit\.example/i.test(new URL(address, location.href).href);
    const runs = document.querySelectorAll("iframe, base, object, embed, [onerror], [onload], [srcdoc]");
    const leads = [...document.querySelectorAll("[href], [src]")].filter((one) => isElsewhere(one.getAttribute("href")) || isElsewhere(one.getAttribute("src")));
    return runs.length + leads.length;
  });

test("hostile text in every field and every answer stays text on every page: no dialog, no report, no request elsewhere", async ({ page, newConsole, watched }) => {
  test.setTimeout(300_000);
  const upstream = await scriptedUpstream();
  let text = MOST_HOSTILE;
  upstream.answer({ path: /\/oauth2\/token$/, body: { access_token: "opaque-token-of-staging", token_type: "Bearer", expires_in: 3_600 }, times: HOSTILE.length - 1 });
  // The last credential is refused in hostile words.
  upstream.answer({ path: /\/oauth2\/token$/, ...HOSTILE_REFUSAL });
  upstream.answer(() => hostileAnswer(text));
  const { origin } = await newConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password, UPSTREAM_STAGING_ORIGIN: upstream.origin });
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => void (dialogs.push(dialog.message()), dialog.dismiss()));
  await signInAsOwner(page, origin);
  const slug = new URL(page.url()).pathname.slice(1);
  const owner = await signInByApi(origin, OWNER.email, OWNER.password);
  const taken = await fillIn(owner, slug, joinAt(origin), (next) => (text = next));
  expect(taken).toBe(HOSTILE.length * 11 + 4);

  const { pages } = await everyAddress(page, slug);
  const { runs } = JSON.parse((await owner.ask("GET", `/api/bff/workspaces/${slug}/runs`)).text) as { runs: { id: string }[] };
  const more = [
    ...runs.slice(0, 3).map(({ id }) => `/${slug}/playground/runs/${id}`),
    `/${slug}/playground?operation=getProducts&run=${runs[1]?.id}&env=staging&v=3.8`,
    ...[MOST_HOSTILE, HOSTILE[2] ?? ""].map((query) => `/${slug}/playground/runs?reference=${encodeURIComponent(query)}`),
    `/${slug}/credentials?env=staging`,
    `/${slug}/tokens?env=staging`,
    `/operator?q=${encodeURIComponent(MOST_HOSTILE)}`,
  ];
  const unseen = new Set(HOSTILE);
  let shown = 0;
  const made: string[] = [];
  const look = async (where: string) => {
    const seen = `${await page.locator("body").innerText()} ${await page.title()}`;
    if (HOSTILE.some((one) => seen.includes(one))) shown += 1;
    for (const one of unseen) if (seen.includes(one)) unseen.delete(one);
    const elements = await madeOn(page);
    if (elements > 0) made.push(`${where}: ${elements}`);
  };
  for (const path of [...pages, ...more]) {
    await page.goto(origin + path);
    await settled(page);
    await look(path);
  }
  // Names that are only seen in what opens above a page.
  await page.goto(`${origin}/${slug}`);
  await settled(page);
  await page.getByRole("button", { name: "Open the command palette" }).filter({ visible: true }).first().click();
  await page.getByRole("dialog").getByRole("combobox").fill("alert");
  await page.getByRole("option").first().waitFor();
  await look("palette");
  await page.goto(`${origin}/${slug}/playground`);
  await settled(page);
  await page.getByRole("tab", { name: "Saved" }).filter({ visible: true }).first().click();
  await page.getByRole("region", { name: MOST_HOSTILE }).waitFor();
  await look("saved requests");

  const { collections } = JSON.parse((await owner.ask("GET", `/api/bff/workspaces/${slug}/collections`)).text) as { collections: { id: string }[] };
  const files = await Promise.all(collections.map(async ({ id }) => (await owner.ask("GET", `/api/bff/workspaces/${slug}/collections/${id}/postman`)).headers.get("content-disposition")));
  expect(files.filter((name) => !/^attachment; filename="[\w.-]+"$/.test(name ?? ""))).toEqual([]);
  expect([dialogs, made, watched.policyViolations, watched.otherHosts]).toEqual([[], [], [], []]);
  // All of it was really there to be seen, and the workspace's own name in the frame of each of its pages.
  expect([...unseen]).toEqual([]);
  expect(shown).toBeGreaterThan(pages.length * 0.8);
  test.info().annotations.push({ type: "measured", description: `${taken} requests with hostile text, ${pages.length + more.length} addresses seen, ${shown} of them show some` });
  await upstream.close();
});

test("the watch sees what the console never does", async ({ page, shared, signIn, watched }) => {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => void (dialogs.push(dialog.message()), dialog.dismiss()));
  await signIn();
  await settled(page);
  expect(page.url()).toContain(shared.origin);
  await expect(page.evaluate((html) => (document.body.innerHTML = html), MOST_HOSTILE)).rejects.toThrow("TrustedHTML");
  await page.evaluate(() => {
    document.body.append(Object.assign(new Image(), { src: "https://hit.example/x" }), Object.assign(document.createElement("a"), { href: "javascript:alert(1)" }));
    alert("seen");
  });
  expect(await madeOn(page)).toBe(2);
  expect(dialogs).toEqual(["seen"]);
  await expect.poll(() => watched.policyViolations.map((violation) => violation.split(" ")[0])).toEqual(expect.arrayContaining(["require-trusted-types-for", "img-src"]));
});
