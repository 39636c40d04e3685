/** Addresses that come from an old link, another program or a curious person: a page shows what it has, and never breaks. */
import { auditView } from "@/lib/audit/schema";
import { boardQuery } from "@/lib/operator/board/schema";
import { peopleQuery } from "@/lib/operator/people/schema";
import { runFilter } from "@/lib/playground/schema";
import { signInByApi } from "./api-person";
import { expect, OWNER, test } from "./fixtures";

const OF_THE_FRAME = ["env", "v"];
const READS: Readonly<Record<string, readonly string[]>> = {
  "/[workspace]": [],
  "/[workspace]/playground/runs": Object.keys(runFilter.shape),
  "/[workspace]/playground": ["operation", "run", "saved"],
  "/[workspace]/tokens": ["exchange", "operation", "token", "credential"],
  "/[workspace]/errors": ["code", "status"],
  "/[workspace]/simulator": ["tab", "delivery"],
  "/[workspace]/audit": Object.keys(auditView.shape),
  "/operator": Object.keys(boardQuery.shape),
  "/operator/people": Object.keys(peopleQuery.shape),
  "/operator/record": Object.keys(auditView.shape),
  "/sign-in": ["callbackUrl", "error", "next"],
};
/** No text can be the first three; the others fit nowhere. */
const NONSENSE = ["%00", "a%00b", "%ED%A0%80", "x", "-1", "x&NAME=y"];

test("an address that fits nothing shows the page, not a failure", async ({ shared }) => {
  test.setTimeout(180_000);
  const person = await signInByApi(shared.origin, OWNER.email, OWNER.password);
  const broken: string[] = [];
  let shown = 0;
  for (const [page, names] of Object.entries(READS)) {
    for (const name of [...OF_THE_FRAME, ...names]) {
      for (const text of NONSENSE) {
        const path = `${page.replace("[workspace]", "my-workspace")}?${name}=${text.replace("NAME", name)}`;
        const { status } = await person.ask("GET", path);
        if (status >= 500) broken.push(`${path}: ${status}`);
        if (status === 200) shown += 1;
      }
    }
  }
  for (const path of ["/%00", "/my-workspace/%00", "/my-workspace/playground/runs/%00", "/my-workspace/catalogue/%00", "/invitations/%00", "/password/%00", "/setup/%00"]) {
    const { status } = await person.ask("GET", path);
    if (status >= 500) broken.push(`${path}: ${status}`);
  }
  expect(broken).toEqual([]);
  expect(shown).toBeGreaterThan(100);
});
