import { test as base, type Page } from "@playwright/test";
import { startConsole, type RunningConsole } from "./console";
import { noteRequests } from "./settled";
import { watch, type Watch } from "./watch";

export const OWNER = { name: "Olivia Owner", email: "olivia@example.com", password: "correct horse battery staple" };

interface Fixtures {
  /** Starts a console of its own for this test; stopped afterwards. */
  newConsole: (environment?: Readonly<Record<string, string>>) => Promise<RunningConsole>;
  /** What the browser did that it must not do. Checked by the test that cares. */
  watched: Watch;
  /** Signs in as the owner of the shared console and opens the workspace. */
  signIn: (page?: Page) => Promise<void>;
}

interface WorkerFixtures {
  /** One console for all tests that only need a signed-in owner. */
  shared: RunningConsole;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  shared: [
    async ({}, use) => {
      const running = await startConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password });
      await use(running);
      await running.stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],
  newConsole: [
    async ({}, use) => {
      const started: RunningConsole[] = [];
      await use(async (environment) => {
        const running = await startConsole(environment);
        started.push(running);
        return running;
      });
      for (const running of started) await running.stop();
    },
    { timeout: 300_000 },
  ],
  page: async ({ page }, use) => {
    noteRequests(page);
    await use(page);
  },
  watched: async ({ context }, use) => use(await watch(context)),
  signIn: async ({ page, shared }, use) => {
    await use(async (other = page) => {
      await other.goto(`${shared.origin}/sign-in`);
      await other.getByLabel("E-mail address").fill(OWNER.email);
      await other.getByRole("textbox", { name: "Password", exact: true }).fill(OWNER.password);
      await other.getByRole("button", { name: "Sign in" }).click();
      await other.getByRole("navigation", { name: "Pages" }).waitFor();
    });
  },
});

export { expect } from "@playwright/test";
