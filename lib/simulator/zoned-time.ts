/** Instants and the wall clocks of venues. The API writes times as local time with the offset of that day (facts §1.3). */

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const MAX_REMEMBERED = 100_000;

const formatters = new Map<string, Intl.DateTimeFormat>();
/** Offsets only ever change on a quarter of an hour, so one answer serves the whole quarter. */
const remembered = new Map<string, number>();

/** Minutes by which a zone's clocks are ahead of UTC at an instant. */
export function offsetMinutes(zone: string, instant: Date): number {
  const quarter = Math.floor(instant.getTime() / QUARTER_MS);
  const key = `${zone}/${quarter}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  const at = new Date(quarter * QUARTER_MS);
  const offset = Math.round((wallClockAsUtc(zone, at) - at.getTime()) / MINUTE_MS);
  remembered.set(key, offset);
  return offset;
}

function wallClockAsUtc(zone: string, instant: Date): number {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    const twoDigits = "2-digit" as const;
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: twoDigits,
      day: twoDigits,
      hour: twoDigits,
      minute: twoDigits,
      second: twoDigits,
    });
    formatters.set(zone, formatter);
  }
  const parts = new Map(formatter.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}

/**
 * The instant at which the clocks of a zone show a time. A time that a change of clocks skips is read
 * as if the clocks had not changed yet.
 *
 * @param day - "2026-03-29"
 * @param time - "09:30"
 */
export function instantAt(zone: string, day: string, time: string): Date {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  const guess = asUtc - offsetMinutes(zone, new Date(asUtc)) * MINUTE_MS;
  return new Date(asUtc - offsetMinutes(zone, new Date(guess)) * MINUTE_MS);
}

/** RFC 3339 in the zone's own time with its numeric offset: "2026-03-29T09:30:00+02:00". Never `Z`. */
export function localText(zone: string, instant: Date): string {
  const offset = offsetMinutes(zone, instant);
  const local = new Date(instant.getTime() + offset * MINUTE_MS).toISOString().slice(0, 19);
  const size = Math.abs(offset);
  const hours = String(Math.floor(size / 60)).padStart(2, "0");
  const minutes = String(size % 60).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${hours}:${minutes}`;
}

/** The day that a zone's calendar shows: "2026-03-29". */
export function dayIn(zone: string, instant: Date): string {
  return localText(zone, instant).slice(0, 10);
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / 86_400_000);
}
