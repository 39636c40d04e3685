import { endpointKind } from "./endpoint-kind";
import { headerValue } from "./read-headers";
import type { Evidence } from "./refine";
import type { Party } from "./model";

/** A success that is none, or not quite: its words take the place of the class's. */
interface Surprise {
  party: Party;
  title: string;
  lead: string;
  advice: readonly string[];
  ask: string;
}

const WRONG_PLACE = "Whoever set the address of this environment, or runs the gateway in front of it.";

/** What is odd about a reply of the 2xx class; undefined for an ordinary one and for every other class. */
export function surprises(evidence: Evidence): Surprise | undefined {
  const { reply, words, kind } = evidence;
  if (reply.status < 200 || reply.status > 299) return undefined;
  if (words.bodyKind === "html") {
    return { party: "cannot tell", title: "A success with a web page instead of data", lead: "The status says success, but the body is an HTML page. A sign-in page of a gateway, a maintenance page or a wrong address is likelier than the API itself, so do not rely on the status.", advice: ["Check the address of the environment and the proxy in between.", "Read the page's text."], ask: WRONG_PLACE };
  }
  if (words.bodyKind === "broken-json" && !reply.bodyTruncated) {
    return { party: "cannot tell", title: "A success whose body cannot be read", lead: "The status says success, but the body is not complete JSON.", advice: ["Read the resource again before you rely on it.", "If it stays, send the raw body to Prioticket support."], ask: "Prioticket support, with the raw body and the time." };
  }
  if (words.bodyKind === "empty" && expectsBody(evidence)) {
    return { party: "prioticket", title: "A success without a body", lead: "The status says success, but there is no body where one belongs.", advice: kind === "token" ? ["Ask again; without a body there is no token."] : ["Read the resource again."], ask: "Prioticket support, with the time and your request reference." };
  }
  if (words.error !== undefined && words.bodyKind !== "json") {
    return { party: "prioticket", title: "A success that carries an error", lead: "The status says success, but the body has the form of an error. Prioticket's rule is that every 2xx is a success, so judge by the data before you rely on it.", advice: ["Read the server's own words, then read the resource again."], ask: "Prioticket support, with the error reference." };
  }
  return undefined;
}

function expectsBody({ input, reply }: Evidence): boolean {
  if (reply.status === 204 || reply.status === 205 || input.method.toUpperCase() === "HEAD") return false;
  const kind = endpointKind(input.operationId, input.method);
  // Ping has no body contract (facts §4.1); an announced length of zero is an answer for a write.
  if (kind === "ping") return false;
  return kind === "token" || kind === "read" || headerValue(reply.headers, "content-length") !== "0";
}
