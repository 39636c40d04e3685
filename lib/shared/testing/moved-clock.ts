/**
 * Moves the machine's clock as this process sees it. Timers, uptime and `performance` go on evenly, as they do when somebody sets the
 * clock. Once imported it stands for `Date` until the process ends, so that what keeps `Date` from its start follows as well.
 */
const RealDate = Date;
let movedMs = 0;

const now = (): number => RealDate.now() + movedMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (real, given: [], asked) => Reflect.construct(real, given.length === 0 ? [now()] : given, asked === globalThis.Date ? real : asked) as Date,
  apply: () => new RealDate(now()).toString(),
  get: (real, key) => (key === "now" ? now : (Reflect.get(real, key) as unknown)),
});

/** Puts the clock so far ahead of the true one, or behind it; 0 puts it right. */
export function moveClock(ms: number): void {
  movedMs = ms;
}
