import { fileURLToPath } from "node:url";
import { isBuilt } from "@/lib/commands/built.mjs";
import { expect, test } from "./fixtures";

test("the console says that it can serve", async ({ request, shared }) => {
  const answer = await request.get(`${shared.origin}/api/ready`);
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual({ status: "ready" });
});

test("once one has started, the next takes the console from its build", ({ shared }) => {
  expect(shared.output()).toContain(shared.origin);
  expect(isBuilt(fileURLToPath(new URL("..", import.meta.url)))).toBe(true);
});
