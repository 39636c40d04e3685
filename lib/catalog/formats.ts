/** The text formats that the catalogue uses, each with what is wrong in words. Unknown formats accept everything. */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?([zZ]|[+-]\d{2}:\d{2})$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function dateTimeProblem(text: string): string | undefined {
  const [, date, hours, minutes, seconds, , offset] = DATE_TIME.exec(text) ?? [];
  if (date === undefined || !isDate(date) || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) {
    return "is not a date and time with an offset, such as 2026-12-24T20:00:00+01:00";
  }
  // Facts §1.3: local time of the activity with its offset; the same instant as Z is refused.
  return offset?.toUpperCase() === "Z" ? "ends in Z, which the API does not accept; write the offset of the place, or +00:00" : undefined;
}

function httpDateProblem(text: string): string | undefined {
  if (!HTTP_DATE.test(text) || Number.isNaN(Date.parse(text))) return "is not an HTTP date, such as Fri, 21 Jan 2022 07:28:00 GMT";
  const weekday = new Date(text).toUTCString().slice(0, 3);
  return text.startsWith(weekday) ? undefined : `names the wrong day of the week; that day is a ${weekday}`;
}

function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) && URL.canParse(text);
}

/** What is wrong with a text under a format, as the end of a sentence that begins with its name; undefined when nothing is. */
export function formatProblem(format: string, text: string): string | undefined {
  switch (format) {
    case "date":
      return isDate(text) ? undefined : "is not a day, such as 2026-12-24";
    case "date-time":
      return dateTimeProblem(text);
    case "http-date":
      return httpDateProblem(text);
    case "uuid":
      return UUID.test(text) ? undefined : "is not a UUID";
    case "email":
      return /^[^\s@]+@[^\s@]+$/.test(text) ? undefined : "is not an e-mail address";
    case "uri":
      return isUri(text) ? undefined : "is not an address with a scheme, such as https://example.com";
    default:
      return undefined;
  }
}
