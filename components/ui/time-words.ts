const UNITS = [
  { name: "day", seconds: 86_400 },
  { name: "hour", seconds: 3_600 },
  { name: "minute", seconds: 60 },
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "3 minutes ago", "in 2 hours", "just now". Both arguments are milliseconds since the Unix epoch. */
export function relativeWords(atMs: number, nowMs: number): string {
  const seconds = Math.round((atMs - nowMs) / 1_000);
  const unit = UNITS.find((candidate) => Math.abs(seconds) >= candidate.seconds);
  return unit === undefined
    ? Math.abs(seconds) < 30
      ? "just now"
      : seconds < 0
        ? "under a minute ago"
        : "in under a minute"
    : relative.format(Math.trunc(seconds / unit.seconds), unit.name);
}

/** "52:10", "1:03:07"; never below zero. */
export function clockWords(seconds: number): string {
  const whole = Math.max(Math.ceil(seconds), 0);
  const parts = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}

/** Date, time and offset in full, for the hover of a relative time. */
export function absoluteWords(atMs: number): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" }).format(atMs);
}

/** "9 Jan 2026", of a day without a time: YYYY-MM-DD. */
export function dayWords(day: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(day));
}

/** How long something took, in its two largest units: "40 s", "1 min 40 s", "2 h 5 min", "3 days 4 h". */
export function spanWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60];
  const parts: [amount: number, text: string][] = [
    [days, days === 1 ? "1 day" : `${days} days`],
    [hours, `${hours} h`],
    [minutes, `${minutes} min`],
    [seconds % 60, `${seconds % 60} s`],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first === -1) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([, text]) => text)
    .join(" ");
}
