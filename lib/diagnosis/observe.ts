import { headerValue, readAllow, readChallenge } from "./read-headers";
import { readRetryAfter, type RetryAfter } from "./retry-after";
import type { Evidence } from "./refine";
import type { Entry } from "./model";

const PRIOTICKET_SCOPE = /https:\/\/www\.prioticketapis\.com\/auth\/[\w./-]*\w/;

/** The scope that a refusal names: in its challenge, in its body, or within its sentences. */
export function namedScope({ reply, words }: { reply: Pick<Evidence["reply"], "headers">; words: Evidence["words"] }): string | undefined {
  const sentences = [words.error_description, words.error_message, ...words.errors].join(" ");
  return readChallenge(reply.headers)?.parameters.scope ?? words.scope ?? PRIOTICKET_SCOPE.exec(sentences)?.[0];
}

/** What else can be seen in a reply, one sentence each. */
export function observe(evidence: Evidence, entry: Entry, retryAfter: RetryAfter): readonly string[] {
  return [
    ...simulated(evidence),
    ...aboutExpectedHeader(evidence, entry),
    ...aboutScope(evidence),
    ...aboutBody(evidence),
    ...aboutRetryAfter(retryAfter),
    ...aboutLimits(evidence),
    ...aboutRedirect(evidence),
  ];
}

function simulated({ input }: Evidence): readonly string[] {
  return input.environment === "simulator" ? ["Simulated: the built-in simulator gave this answer in Prioticket's place. Nothing left this console."] : [];
}

function aboutExpectedHeader({ reply, input, kind }: Evidence, entry: Entry): readonly string[] {
  const header = entry.header;
  if (header === undefined) return [];
  const value = headerValue(reply.headers, header.name);
  if (value === undefined) return header.must ? [`The reply has no ${header.name} header, although HTTP requires it with ${reply.status}. ${header.purpose}`] : [];
  if (header.name === "Allow") {
    const methods = readAllow(reply.headers);
    return [methods.length > 0 ? `Sent was ${input.method.toUpperCase()}. Allowed here: ${methods.join(", ")}.` : "The Allow header is empty: no method is allowed here at the moment."];
  }
  const challenge = header.name === "WWW-Authenticate" ? readChallenge(reply.headers) : undefined;
  const wanted = kind === "token" ? "basic" : "bearer";
  return challenge !== undefined && challenge.scheme !== wanted ? [`The challenge names the scheme ${challenge.scheme}; for this endpoint ${wanted} was expected.`] : [];
}

function aboutScope(evidence: Evidence): readonly string[] {
  if (![400, 401, 403].includes(evidence.reply.status)) return [];
  const scope = namedScope(evidence);
  return scope === undefined ? [] : [`The reply names this scope: ${scope}`];
}

function aboutBody({ reply, words }: Evidence): readonly string[] {
  const type = headerValue(reply.headers, "content-type");
  if (words.bodyKind === "html") return ["The body is an HTML page. The API answers JSON, so a gateway, a firewall or a wrong address may be the author."];
  if (words.bodyKind === "broken-json") return [reply.bodyTruncated ? "Only the beginning of the body is kept here, so it is not complete JSON." : "The body begins as JSON and ends too early. What could be read of it is shown."];
  if (words.bodyKind === "empty" && reply.status >= 400) return ["The reply has no body, so there is no error reference. Quote the time and your request reference instead."];
  if (words.bodyKind === "text") return [`The body is plain text${type === undefined ? "" : ` (${type})`}, not the documented JSON.`];
  return [];
}

function aboutRetryAfter(retryAfter: RetryAfter): readonly string[] {
  if (retryAfter.kind === "absent") return [];
  if (retryAfter.kind === "unreadable") return [`Retry-After says "${retryAfter.given.slice(0, 60)}", which is neither seconds nor a date. The console waits its own time instead.`];
  if (retryAfter.asked > retryAfter.seconds) return [`Retry-After asks for ${Math.ceil(retryAfter.asked)} seconds. The console counts down ${retryAfter.seconds} at most; after that, try with care.`];
  return retryAfter.asked <= 0 ? ["Retry-After names a moment that has passed, so the wait is over in a second."] : [`Retry-After: ${retryAfter.given}`];
}

function aboutLimits({ reply }: Evidence): readonly string[] {
  return reply.headers.filter(([name]) => /^(x-)?ratelimit/i.test(name)).slice(0, 6).map(([name, value]) => `${name}: ${value.slice(0, 120)}`);
}

function aboutRedirect({ reply }: Evidence): readonly string[] {
  const target = reply.status >= 300 && reply.status < 400 ? headerValue(reply.headers, "location") : undefined;
  return target === undefined ? [] : [`It points to: ${target.slice(0, 300)} (not followed)`];
}

/** Read once and used twice: for the wait and for the note. */
export function retryAfterOf(evidence: Evidence): RetryAfter {
  return readRetryAfter(headerValue(evidence.reply.headers, "retry-after"), evidence.input.now);
}
