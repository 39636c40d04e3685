/** This moment in the browser's zone, with its numeric offset and never Z, as the API wants it: "2026-03-01T09:00:00+01:00". */
export function localTime(at: Date): string {
  const offsetMinutes = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const absolute = Math.abs(offsetMinutes);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${local}${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}

/** What a person may want to put into a field of that format; undefined where there is nothing to offer. */
export function present(format: string | undefined, now: Date): string | undefined {
  if (format === "date-time") return localTime(now);
  if (format === "date") return localTime(now).slice(0, 10);
  return format === "http-date" ? now.toUTCString() : undefined;
}
