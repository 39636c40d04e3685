/** The record of the installation, as its operators read it. */
import { beforeAll, expect, it } from "vitest";
import { anOperator, aMember } from "@/lib/auth/testing/people";
import { asOwner, testDatabase } from "@/lib/db/testing/database";
import { changePerson } from "@/lib/operator/people/service";
import type { OperatorScope } from "@/lib/operator/model";
import { checkInstallation, makeInstallationCheckpoint } from "./chain/service";
import { exportInstallation } from "./export/service";
import { installationChoices, listInstallation } from "./service";

let operator: OperatorScope;
beforeAll(async () => {
  await testDatabase();
  operator = await anOperator();
});

it("is listed, narrowed, exported and checked, and holds nothing of a workspace", async () => {
  const owner = await aMember("owner");
  const { userId } = await aMember("viewer", owner);
  await changePerson(operator, userId, { disabled: true });
  await changePerson(operator, userId, { disabled: false });
  const [enabled, disabled] = await listInstallation(operator, { actor: operator.userId });
  expect([enabled?.action, disabled?.action]).toEqual(["person.enabled", "person.disabled"]);
  expect(await listInstallation(operator, { action: "person.enabled", from: "2000-01-01", to: "2000-01-02" })).toEqual([]);
  expect((await listInstallation(operator, { before: enabled?.id ?? "", limit: 1 })).map(({ id }) => id)).toEqual([disabled?.id]);
  const offered = await installationChoices(operator);
  expect(offered.actions).toContain("person.disabled");
  expect(offered.actors.map(({ id }) => id)).toContain(operator.userId);

  const text = await new Response(await exportInstallation(operator, {}, "ndjson")).text();
  const actions = text.trim().split("\n").map((line) => (JSON.parse(line) as { action: string }).action);
  expect(actions).toEqual(expect.arrayContaining(["person.disabled", "audit.exported"]));
  expect((await asOwner<{ n: number }>("select count(*)::int as n from installation_events")).rows).toEqual([{ n: actions.length }]);

  const checkpoint = await makeInstallationCheckpoint(operator);
  expect(await checkInstallation(operator, checkpoint)).toMatchObject({ events: actions.length, fault: undefined, checkpoint: "holds" });
  await asOwner("update installation_events set subject = '{}' where sequence = $1", [disabled?.sequence]);
  expect(await checkInstallation(operator, checkpoint)).toMatchObject({ fault: { kind: "altered", sequence: disabled?.sequence } });
});
