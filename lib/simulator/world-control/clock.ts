import { z } from "zod";
import type { Door, Knock } from "@/lib/simulator/world-control/door";
import { readInput } from "@/lib/simulator/world-control/door";
import { moveClock, offsetText } from "@/lib/simulator/worlds/control";
import { factsOf, timeIn } from "@/lib/simulator/worlds/facts";

/** Ten years either way. */
const MAX_OFFSET_SECONDS = 10 * 366 * 86_400;
const seconds = z.int().min(-MAX_OFFSET_SECONDS).max(MAX_OFFSET_SECONDS);

/** Where to: so far ahead of real time, so much further than now, or to a moment. */
const clockRequest = z.union([
  z.strictObject({ offset_seconds: seconds }),
  z.strictObject({ advance_seconds: seconds }),
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
]);

async function shown({ world, machineNow }: Knock) {
  const facts = await factsOf(world);
  return { body: { world: { now: offsetText(timeIn(facts, machineNow)), clock_offset_seconds: facts.clockOffsetSeconds } } };
}

async function move({ world }: Knock, offsetSeconds: number): Promise<void> {
  const within = Math.max(-MAX_OFFSET_SECONDS, Math.min(MAX_OFFSET_SECONDS, Math.round(offsetSeconds)));
  await moveClock(world, within);
}

/** The world's clock: read it, move it, or set it back to real time. */
export const clockDoor: Door = {
  GET: shown,
  PUT: async (knock) => {
    const wanted = await readInput(knock.req, clockRequest);
    if ("offset_seconds" in wanted) await move(knock, wanted.offset_seconds);
    else if ("now" in wanted) await move(knock, (Date.parse(wanted.now) - knock.machineNow.getTime()) / 1000);
    else await move(knock, (await factsOf(knock.world)).clockOffsetSeconds + wanted.advance_seconds);
    return shown(knock);
  },
  DELETE: async (knock) => {
    await move(knock, 0);
    return shown(knock);
  },
};
