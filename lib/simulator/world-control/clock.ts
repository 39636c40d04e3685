import { z } from "zod";
import type { Door, Knock } from "@/lib/simulator/world-control/door";
import { readInput } from "@/lib/simulator/world-control/door";
import { offsetSecondsOf, offsetText, setClock, type ClockChange } from "@/lib/simulator/worlds/control";
import { factsOf, timeIn } from "@/lib/simulator/worlds/facts";

/** Ten years either way. */
const MAX_OFFSET_SECONDS = 10 * 366 * 86_400;
const seconds = z.int().min(-MAX_OFFSET_SECONDS).max(MAX_OFFSET_SECONDS);
const held = z.boolean().optional();

/** Where to: so far ahead of real time, so much further than now, or to a moment. And whether it stands there. */
const clockRequest = z.union([
  z.strictObject({ offset_seconds: seconds, held }),
  z.strictObject({ advance_seconds: seconds, held }),
  z.strictObject({ now: z.iso.datetime({ offset: true }), held }),
  z.strictObject({ held: z.boolean() }),
]);

async function shown({ world, machineNow }: Knock) {
  const facts = await factsOf(world);
  const clock = { now: offsetText(timeIn(facts, machineNow)), clock_offset_seconds: offsetSecondsOf(facts, machineNow) };
  return { body: { world: { ...clock, clock_held: facts.clockHeldAt !== undefined } } };
}

async function changeOf(wanted: z.infer<typeof clockRequest>, { world, machineNow }: Knock): Promise<ClockChange> {
  const stays = wanted.held === undefined ? {} : { held: wanted.held };
  if ("offset_seconds" in wanted) return { ...stays, offsetSeconds: wanted.offset_seconds };
  const before = timeIn(await factsOf(world), machineNow).getTime();
  const moment = "now" in wanted ? Date.parse(wanted.now) : before + ("advance_seconds" in wanted ? wanted.advance_seconds * 1000 : 0);
  const furthest = MAX_OFFSET_SECONDS * 1000;
  return { ...stays, moment: new Date(Math.max(machineNow.getTime() - furthest, Math.min(machineNow.getTime() + furthest, moment))) };
}

/** The world's clock: read it, move it, stop it, or set it back to real time. */
export const clockDoor: Door = {
  GET: shown,
  PUT: async (knock) => {
    const wanted = await readInput(knock.req, clockRequest);
    await setClock(knock.world, await changeOf(wanted, knock));
    return shown(knock);
  },
  DELETE: async (knock) => {
    await setClock(knock.world, { offsetSeconds: 0, held: false });
    return shown(knock);
  },
};
