import { z } from "zod";
import { impossible, Refusal } from "@/lib/simulator/refusal";
import { readInput, type Door, type Knock } from "@/lib/simulator/world-control/door";
import { addRule, changeRule, changeWorld, knownRule, MAX_RULES, removeRule, rulesOf, type RuleView } from "@/lib/simulator/worlds/control";
import { deleteRules } from "@/lib/simulator/worlds/store";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function all({ world, machineNow }: Knock) {
  return { body: { rules: await rulesOf(world, machineNow) } };
}

/** @throws Refusal 404 */
function shown(rule: RuleView | undefined, status = 200) {
  if (rule === undefined) throw new Refusal(404, "There is no rule with this id in this world.");
  return { status, body: { rule } };
}

function idOf({ id }: Knock): string {
  if (!UUID.test(id)) throw new Refusal(404, "There is no rule with this id in this world.");
  return id;
}

/** The world's fault rules. */
export const rulesDoor: Door = {
  GET: all,
  POST: async ({ req, world }) => {
    const rule = await readInput(req, knownRule);
    const added = await changeWorld(world, (tx) => addRule(tx, world, rule));
    if (added === undefined) throw impossible(`A world has at most ${MAX_RULES} rules.`);
    return shown(added, 201);
  },
  DELETE: async (knock) => {
    await changeWorld(knock.world, (tx) => deleteRules(tx, knock.world));
    return all(knock);
  },
};

/** One rule: PUT writes it anew, PATCH pauses it or lets it go on. */
export const ruleDoor: Door = {
  GET: async (knock) => {
    const id = idOf(knock);
    return shown((await rulesOf(knock.world, knock.machineNow)).find((rule) => rule.id === id));
  },
  PUT: async (knock) => {
    const id = idOf(knock);
    const rule = await readInput(knock.req, knownRule);
    return shown(await changeWorld(knock.world, (tx) => changeRule(tx, knock.world, id, { rule })));
  },
  PATCH: async (knock) => {
    const id = idOf(knock);
    const { paused } = await readInput(knock.req, z.strictObject({ paused: z.boolean() }));
    return shown(await changeWorld(knock.world, (tx) => changeRule(tx, knock.world, id, { paused })));
  },
  DELETE: async (knock) => {
    const id = idOf(knock);
    return shown(await changeWorld(knock.world, (tx) => removeRule(tx, knock.world, id)));
  },
};
