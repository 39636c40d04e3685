import type { IncomingMessage } from "node:http";
import { FAULT_HEADER, FAULTS, findFault, type FaultName } from "@/lib/catalog/faults";
import { insufficientScope } from "@/lib/simulator/bearer";
import { invalidRequest, Refusal } from "@/lib/simulator/refusal";
import type { Effects } from "@/lib/simulator/misbehaviour/effects";
import { methodNotAllowed, type Target } from "@/lib/simulator/target";
import { invalidClient, tokenRefusal } from "@/lib/simulator/token-request";

/** Long enough to show every sign of waiting, well inside a client's 60 s. */
const SLOW_MS = 5_000;
/** However long the body is, it has dripped out by then. */
const DRIP_MS = 4_000;
/** Seconds; long enough to see a countdown, short enough to wait for. */
const RETRY_AFTER_SECONDS = 5;

/**
 * The fault that a request asks for.
 *
 * @throws Refusal 400 for a name that there is not
 */
export function askedFault(req: IncomingMessage): FaultName | undefined {
  const asked = req.headers[FAULT_HEADER.toLowerCase()];
  if (asked === undefined) return undefined;
  const fault = findFault(String(asked));
  if (fault !== undefined) return fault.name;
  throw invalidRequest([`${FAULT_HEADER} header: must be one of ${FAULTS.map(({ name }) => name).join(", ")}`]);
}

const SENTENCES: Readonly<Record<string, string>> = {
  "402": "A payment is needed before this can be done.",
  "404": "There is nothing with this reference.",
  "406": "Available: application/json.",
  "409": "This conflicts with the present state.",
  "418": "The documents list this status and say nothing about it.",
  "422": "The content is well formed and a business rule refuses it.",
  "429": "Too many requests in this period; wait as Retry-After says.",
  "500": "Something unexpected happened. A write may have taken effect.",
  "501": "This is not supported for this account or version.",
  "502": "The supplier's system gave an answer that cannot be used.",
  "503": "An internal part is not reachable; wait as Retry-After says.",
  "504": "The supplier's system did not answer in time. It may still do what it was asked.",
};

/** What a fault does, in the terms of a fault rule: both are carried out by the same engine. */
export function effectsOf(name: FaultName): Effects {
  switch (name) {
    case "slow":
      return { delay_ms: SLOW_MS };
    case "drip":
      return { dripMs: DRIP_MS };
    case "truncate":
      return { truncate: true };
    case "reset":
      return { drop: "after_processing" };
    case "html":
      return { html: true };
    case "malformed-json":
      return { malformed_json: true };
    case "wrong-content-type":
      return { content_type: "text/plain; charset=utf-8" };
    case "empty":
      return { empty: true };
    default:
      return { status: Number(name) };
  }
}

/** A documented status as it would come by itself, with the headers that belong to it (facts §11). */
export function statusRefusal(status: number, target: Target): Refusal {
  const isToken = target.operation.auth === "basic";
  switch (status) {
    case 400:
      return isToken
        ? tokenRefusal(400, "invalid_request", "A parameter is missing.")
        : invalidRequest(["a parameter is missing"]);
    case 401:
      return isToken ? invalidClient("The client id or the client secret is not right.") : invalidToken();
    case 403:
      return insufficientScope(target.operation);
    case 405:
      return methodNotAllowed(target.allowed);
    case 406:
      return plain(406, { errors: ["available: application/json"] });
    case 429:
    case 503:
      return plain(status, { headers: { "Retry-After": String(RETRY_AFTER_SECONDS) } });
    default:
      return plain(status, {});
  }
}

function plain(status: number, extras: ConstructorParameters<typeof Refusal>[2]): Refusal {
  const sentence = SENTENCES[String(status)] ?? "";
  return new Refusal(status, sentence, { errors: [sentence], ...extras });
}

function invalidToken(): Refusal {
  const problem = "The access token is no longer valid.";
  return new Refusal(401, problem, {
    errors: [problem],
    headers: { "WWW-Authenticate": `Bearer realm="distributor", error="invalid_token", error_description="${problem}"` },
  });
}
