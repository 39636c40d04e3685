import { scriptedUpstream, type Answer, type ScriptedUpstream } from "@/lib/upstream/testing/scripted-upstream";
import { callApi } from "./call-api";
import { OWNER, test } from "./fixtures";
import { signInAsOwner } from "./journey";
import { settled } from "./settled";

export interface Stage {
  upstream: ScriptedUpstream;
  slug: string;
  /** Opens an operation against the scripted staging. */
  openOperation: (id: string) => Promise<void>;
  /** What the token endpoint answers from now on, and everything else. */
  answers: { token: Answer; call: Answer };
}

let given = 0;

/** A console whose staging is a scripted upstream, with two credentials for it that belong to two distributors. */
export const scene = test.extend<{ stage: Stage }>({
  stage: [
    async ({ page, newConsole }, use) => {
      const upstream = await scriptedUpstream();
      const answers: Stage["answers"] = { token: {}, call: { body: { data: {} } } };
      upstream.answer(() => answers.call);
      upstream.answer({
        path: /\/oauth2\/token$/,
        handler: () => ({ body: { access_token: `opaque-token-of-staging-${(given += 1)}`, token_type: "Bearer", expires_in: 3_600 }, ...answers.token }),
      });
      const running = await newConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password, UPSTREAM_STAGING_ORIGIN: upstream.origin });
      await signInAsOwner(page, running.origin);
      const slug = new URL(page.url()).pathname.split("/")[1] ?? "";
      for (const [label, distributorId] of [["Web shop", "777"], ["Box office", "888"]])
        await callApi(page, "POST", `/workspaces/${slug}/credentials`, { environment: "staging", label, clientId: `${distributorId}@example.com`, clientSecret: "staging-secret", distributorId });
      const openOperation = async (id: string) => {
        await page.goto(`${running.origin}/${slug}/playground?operation=${id}&env=staging&v=3.8`);
        await settled(page);
      };
      await use({ upstream, slug, openOperation, answers });
      await upstream.close();
    },
    { timeout: 300_000 },
  ],
});
