import type { FaultName } from "@/lib/catalog/faults";

/** An answer that comes, or was made, and cannot be used as it is. Its status says nothing of it, so the reference of statuses has no entry for it. */
export interface SpoiledAnswer {
  /** Its anchor on the Errors page, and its name among the rehearsals. */
  reference: string;
  fault: FaultName;
  name: string;
  /** What the caller sees. */
  seen: string;
  /** What the caller's software has to do about it. */
  todo: string;
}

export const SPOILED_ANSWERS = [
  {
    reference: "spoiled-lost-answer",
    fault: "reset",
    name: "An order whose answer is lost",
    seen: "The order is made, and the connection is cut before the answer. Afterwards the console asks for orders with the same external reference, to see whether there is one.",
    todo: "Give every order an external reference of its own, and look it up by that before you send anything again.",
  },
  {
    reference: "spoiled-slow",
    fault: "slow",
    name: "An answer after five seconds of silence",
    seen: "Nothing happens for five seconds; then the right answer comes.",
    todo: "Do not give up early: Prioticket's suppliers may take up to a minute. Show whoever waits that the call is under way.",
  },
  {
    reference: "spoiled-drip",
    fault: "drip",
    name: "An answer that drips",
    seen: "Status and headers come at once, the body a few bytes at a time.",
    todo: "Count your time limit until the last byte, not until the headers, and do not read a body before it is complete.",
  },
  {
    reference: "spoiled-html",
    fault: "html",
    name: "A web page instead of data",
    seen: "A machine on the way answers with an HTML page. The API never saw the error that you see, and may have carried the request out.",
    todo: "Look at Content-Type before you parse, and keep the beginning of the page for whoever looks into it.",
  },
  {
    reference: "spoiled-wrong-content-type",
    fault: "wrong-content-type",
    name: "Data under the wrong content type",
    seen: "Good JSON, called text/plain.",
    todo: "Try to parse a body whose type is odd, and check what comes out against what you expect.",
  },
  {
    reference: "spoiled-malformed-json",
    fault: "malformed-json",
    name: "A body that is called JSON and is not",
    seen: "A good status and the right Content-Type; the body stops in the middle.",
    todo: "Treat it as an answer that you did not get: for a change, find out what happened before you send it again.",
  },
  {
    reference: "spoiled-empty",
    fault: "empty",
    name: "A good status without a body",
    seen: "A good status, and a body of no bytes.",
    todo: "Do not take an empty body for an empty result; read the resource again.",
  },
] as const satisfies readonly SpoiledAnswer[];
