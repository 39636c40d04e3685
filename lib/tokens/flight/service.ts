/**
 * One flight: the exchange that everybody waits for. It holds the lock against other processes,
 * looks once more whether somebody was faster, respects the wait after failures, tries the new
 * secret of a rotation before the old one, and writes down what happened in one transaction.
 * It never gives out a token of a credential that changed while the exchange was under way.
 */
import "server-only";
import { actingIn } from "@/lib/audit/acting";
import { recordAhead } from "@/lib/audit/service";
import { useCredential, type UsableCredential } from "@/lib/credentials/service";
import type { Wait } from "@/lib/fair-use/model";
import { sendFor } from "@/lib/fair-use/service";
import { AppError } from "@/lib/shared/errors";
import { metrics } from "@/lib/shared/metrics";
import type { Secret } from "@/lib/shared/secret";
import { currentSpan, traced } from "@/lib/shared/tracing";
import { baseUrl } from "@/lib/upstream/environments";
import type { ApiVersion, FailedSend } from "@/lib/upstream/model";
import type { WorkspaceScope } from "@/lib/workspaces/model";
import { backoffKeys, blockedBy, concernOf } from "../backoff";
import { buildTokenRequest } from "../exchange";
import { findLive, keepExchange } from "../keep/service";
import { noToken, type LiveToken, type NoToken } from "../model";
import { performExchange, type PerformedExchange } from "../perform-exchange";
import { findBackoffs } from "../store";
import type { Flight } from "./key";
import { alone } from "./store";

/** What a flight comes back with. `changed`: the credential is not what it was at take-off; look again. */
export type Flown = { kind: "token"; token: LiveToken } | NoToken | { kind: "changed" };

export interface FlightPlan {
  scope: WorkspaceScope;
  flight: Flight;
  /** The scopes in the order in which they are sent. */
  asked: readonly string[];
  apiVersion: ApiVersion;
  /** A person asked for an exchange, so neither a stored token nor a wait after failures stands in the way. */
  byPerson: boolean;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** Told while the exchange waits for the fair-use budget. */
  onWait?: ((wait: Wait | null) => void) | undefined;
}

/** Flies once. @throws AppError for a credential that is gone, switched off or cannot be presented */
export async function fly(plan: FlightPlan, signal: AbortSignal): Promise<Flown> {
  const { scope, flight, clock, byPerson } = plan;
  const since = clock();
  const arrived = () => madeByAnother(plan, since);
  return alone(flight.key, signal, arrived, async () => {
    const made = byPerson ? undefined : await madeByAnother(plan, since);
    if (made) {
      currentSpan().set({ "console.token.source": "joined" });
      return made;
    }
    const blocked = byPerson
      ? undefined
      : blockedBy(await findBackoffs(scope.workspaceId, Object.values(backoffKeys(flight))), flight, clock());
    if (blocked) return blocked;
    const credential = await useCredential(scope, flight.credentialId);
    if (credential.version !== flight.credentialVersion) return { kind: "changed" };
    return exchange(plan, credential, signal);
  });
}

/** What another process made while we waited: a token, or a failure that is too fresh to repeat. */
async function madeByAnother({ flight, clock, byPerson }: FlightPlan, sinceMs: number): Promise<Flown | undefined> {
  const found = await findLive(flight, clock());
  if (!found?.token || found.version !== flight.credentialVersion) return undefined;
  const isNew = found.token.issuedAt.getTime() >= sinceMs;
  return isNew || (!byPerson && found.freshness === "use") ? { kind: "token", token: found.token } : undefined;
}

async function exchange(plan: FlightPlan, credential: UsableCredential, signal: AbortSignal): Promise<Flown> {
  if (credential.next) {
    const first = await attempt(plan, credential, credential.next, signal);
    const refusedSecret =
      first.outcome.kind === "refused" && concernOf(first.record.reply?.status ?? 0, first.outcome.error) === "credential";
    // The new secret does not work yet, which a rotation allows for: noted, and the old one serves on.
    const kept = await keepExchange({ ...plan, credential, performed: first, which: "next", countsAsFailure: !refusedSecret });
    if (!refusedSecret) return flown(first, kept);
  }
  const performed = await attempt(plan, credential, credential.secret, signal);
  return flown(performed, await keepExchange({ ...plan, credential, performed, which: "current", countsAsFailure: true }));
}

async function attempt(
  { scope, apiVersion, asked, clock, onWait }: FlightPlan,
  credential: UsableCredential,
  secret: Secret,
  signal: AbortSignal,
): Promise<PerformedExchange> {
  const { clientId, basicEncoding, tokenRequestForm: form, environment } = credential;
  const base = baseUrl(environment, apiVersion);
  const built = buildTokenRequest({ base, clientId, clientSecret: secret, basicEncoding, form, scopes: asked });
  if (!built.ok) throw new AppError("input.refused", UNPRESENTABLE[built.error]);
  // On record before it happens: a client secret that went to production is not to be taken back.
  if (environment === "production") {
    const subject = { credentialId: credential.id, label: credential.label, apiVersion };
    await recordAhead({ ...actingIn(scope), action: "exchange.sending-to-production", subject });
  }
  const about = { operation: "getToken", pathTemplate: "/oauth2/token", apiVersion, attempt: 1 };
  const send = sendFor({ workspaceId: scope.workspaceId, credentialId: credential.id, about, onWait });
  const performed = await traced("token exchange", "internal", { "console.environment": environment, "console.api_version": apiVersion }, async (span) => {
    const done = await performExchange({ send, built: built.value, form, clientId, asked, clock, signal });
    span.set({ "console.exchange.outcome": done.outcome.kind });
    if (done.outcome.kind !== "granted") span.fail(done.outcome.kind);
    return done;
  });
  if (performed.outcome.kind === "failed") stopIfHeldBack(performed.outcome);
  metrics().exchanges.inc({ environment, outcome: performed.outcome.kind });
  return performed;
}

/** An exchange that was not made is no failure of the credential: nothing is kept of it, and nobody waits longer because of it. */
function stopIfHeldBack({ failure, detail, retryAfterSeconds }: FailedSend): void {
  const extras = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  if (failure === "console-budget") throw new AppError("budget.exceeded", detail, extras);
  if (failure === "console-breaker") throw new AppError("breaker.open", detail, extras);
}

const UNPRESENTABLE = {
  "id-has-colon": "The client id has a colon, which Basic cannot carry as it is. Choose the encoding rfc6749 for this credential.",
  "not-unicode": "The client id or secret has a character that cannot be sent. Enter it again.",
};

function flown({ outcome, record }: PerformedExchange, kept: { exchangeId: string; token: LiveToken | undefined }): Flown {
  const { exchangeId, token } = kept;
  if (outcome.kind === "granted") return token ? { kind: "token", token } : { kind: "changed" };
  return noToken(exchangeId, record);
}
