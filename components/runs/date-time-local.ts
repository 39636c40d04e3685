/** An instant as a field for date and time shows it, in the zone of whoever looks: "2026-03-01T09:00". Seconds only where there are some. */
export function dateTimeLocal(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString();
  return at.getTime() % 60_000 === 0 ? local.slice(0, 16) : local.slice(0, 19);
}
