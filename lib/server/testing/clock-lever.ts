/** Loaded before everything else into a process whose clock somebody else is to set: by so many milliseconds, as its parent says. */
import { moveClock } from "@/lib/shared/testing/moved-clock";

process.on("message", (aheadMs) => moveClock(Number(aheadMs)));
