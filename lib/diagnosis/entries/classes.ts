import type { Entry } from "../model";
import { READS_ONLY, afterChange } from "./retries";

const NOTHING_TO_REPEAT = { every: { verdict: "safe", why: "There is nothing to put right. Reads may be repeated at any time." }, writes: { verdict: "not blindly", why: "It has been done. Sending it again asks for it a second time." } } as const;

/** What a status means when only its class is known. The key is the end of the anchor: "status-4xx". */
export const CLASS_ENTRIES = {
  "1xx": {
    name: "Informational",
    party: "cannot tell",
    title: { every: "The reply stopped at an interim status" },
    meaning: { every: "A 1xx status announces an answer; it is never the answer. The real one did not follow, so something between you and Prioticket cut it off or changed the protocol." },
    onWrites: "unknown",
    advice: { every: ["Try again.", "If it stays, look for a proxy between this console and the API."], writes: ["Find out whether the change was made before you send it again."] },
    retry: READS_ONLY,
    ask: "Whoever runs the network between this console and Prioticket.",
  },
  "2xx": {
    name: "Success",
    party: "prioticket",
    title: { every: "It worked", token: "A token was granted" },
    meaning: { every: "Prioticket carried the request out. Every status of the 2xx class counts as success.", token: "Prioticket accepted the credential and answered with a token." },
    onWrites: "it happened",
    advice: { every: ["Nothing to do."] },
    retry: NOTHING_TO_REPEAT,
    ask: "Nobody.",
  },
  "304": {
    name: "Not modified",
    party: "prioticket",
    title: { every: "Nothing has changed since the date you gave" },
    meaning: { every: "This answers If-Modified-Since: what you kept from last time is still right, so no body was sent." },
    onWrites: "nothing happened",
    advice: { every: ["Use the copy that you kept.", "Leave If-Modified-Since out to get the full reply. If a single record changed, all matching ones come back."] },
    retry: NOTHING_TO_REPEAT,
    ask: "Nobody.",
  },
  "3xx": {
    name: "Redirection",
    party: "cannot tell",
    title: { every: "The reply points to another address" },
    meaning: { every: "Prioticket documents no redirects. This console does not follow them, because that could carry your token to another host. A wrong host, a missing https or a sign-in page of a gateway are the usual causes." },
    onWrites: "unknown",
    advice: { every: ["Look at the Location header: it shows where the answer wanted to send you.", "Check the environment's address for a wrong host or a path that lacks the version."] },
    retry: afterChange("The address has to be put right first."),
    ask: "Whoever set the address of this environment, then Prioticket support.",
  },
  "4xx": {
    name: "Refused",
    party: "you",
    title: { every: "Prioticket refused this request" },
    meaning: { every: "The status belongs to the 4xx class: the request was refused as it is, and nothing was carried out. This particular status is not among the documented ones; new ones may be added at any time." },
    onWrites: "nothing happened",
    advice: { every: ["Read the server's own words; they are the best lead.", "Compare the request with the operation's description."] },
    retry: afterChange("Unchanged, a 4xx is refused again."),
    ask: "Prioticket support, with the error reference, if the server's words do not help.",
  },
  "5xx": {
    name: "Server trouble",
    party: "prioticket",
    title: { every: "Something failed on the other side" },
    meaning: { every: "The status belongs to the 5xx class: the request may be right, the server failed. This particular status is not among the documented ones.", writes: "The status belongs to the 5xx class: the server failed, possibly after the change was made. This particular status is not among the documented ones." },
    onWrites: "unknown",
    advice: { every: ["Try again in a few seconds, at most three times."], writes: ["Find out whether the change was made before you send it again."] },
    retry: READS_ONLY,
    ask: "Prioticket support, with the error reference and the time.",
  },
  "52x": {
    name: "Edge trouble",
    party: "cannot tell",
    title: { every: "A gateway in front of Prioticket could not reach it" },
    meaning: { every: "Statuses from 520 to 530 are not part of HTTP. Content delivery networks use them when the server behind them refuses, times out or shows a wrong certificate. The API itself probably never answered." },
    onWrites: "unknown",
    advice: { every: ["Try again in a minute.", "Look at Prioticket's status page."], writes: ["Find out whether the change was made before you send it again.", "Look at Prioticket's status page."] },
    retry: READS_ONLY,
    ask: "Prioticket support, with the time and any reference that its page shows.",
  },
  other: {
    name: "Not an HTTP status",
    party: "cannot tell",
    title: { every: "The reply carries a number that is not an HTTP status" },
    meaning: { every: "Statuses run from 100 to 599. What answered does not speak the protocol properly, so it is probably not Prioticket." },
    onWrites: "unknown",
    advice: { every: ["Check the address of the environment.", "Look for a proxy between this console and the API."] },
    retry: READS_ONLY,
    ask: "Whoever runs the network between this console and Prioticket.",
  },
} as const satisfies Record<string, Entry>;

export type StatusClass = keyof typeof CLASS_ENTRIES;

/** The class of a status without an entry of its own. */
export function statusClass(status: number): StatusClass {
  if (status === 304) return "304";
  if (status >= 520 && status <= 530) return "52x";
  const classes: Readonly<Record<number, StatusClass>> = { 1: "1xx", 2: "2xx", 3: "3xx", 4: "4xx", 5: "5xx" };
  return classes[Math.floor(status / 100)] ?? "other";
}
