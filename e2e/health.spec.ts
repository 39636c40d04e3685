import { expect, test } from "./fixtures";

test("the console says that it can serve", async ({ request, shared }) => {
  const answer = await request.get(`${shared.origin}/api/ready`);
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual({ status: "ready" });
});
