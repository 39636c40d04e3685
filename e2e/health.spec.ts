import { expect, test } from "@playwright/test";

test("the console says that it can serve", async ({ request }) => {
  const answer = await request.get("/api/ready");
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual({ status: "ready" });
});
