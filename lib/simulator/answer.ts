import type { IncomingMessage } from "node:http";
import type { Operation } from "@/lib/catalog/model";
import { seenElsewhere, SIMULATED_EVERYWHERE, unseenVersion } from "@/lib/catalog/simulated-everywhere";
import { validateAgainst } from "@/lib/catalog/validate";
import { baseOf } from "@/lib/simulator/base";
import { readBearer, requireScopeFor } from "@/lib/simulator/bearer";
import { readJsonBody } from "@/lib/simulator/json-body";
import { chooseType } from "@/lib/simulator/negotiate";
import { exchange } from "@/lib/simulator/oauth";
import { notModelledNotes } from "@/lib/simulator/not-modelled";
import { readQuery } from "@/lib/simulator/query";
import { invalidRequest, Refusal } from "@/lib/simulator/refusal";
import type { Reply } from "@/lib/simulator/reply";
import { RESOURCES } from "@/lib/simulator/resources/table";
import { simulatorSettings } from "@/lib/simulator/settings";
import { worldNow } from "@/lib/simulator/world";
import type { Target } from "@/lib/simulator/target";
import { isHoldable } from "@/lib/shared/holdable";
import { isDocumented } from "@/lib/simulator/versions";

/** Its documents show flags as texts (facts §7). */
const TEXT_BOOLEANS = "3.5";
const JSON_TYPE = "application/json";

/**
 * The answer to a request that found its operation. The order of the checks is fixed: form of the
 * reply, who, may they, is it well formed, can it be done.
 *
 * @throws Refusal when a check fails
 */
export async function answer(req: IncomingMessage, target: Target, bytes: Buffer): Promise<Reply> {
  const { operation } = target;
  const now = simulatorSettings().now?.() ?? new Date();
  const accept = chooseType(req.headers.accept, offersOf(operation));
  if (operation.auth === "basic") return exchange(req, target.url, bytes, now);

  const grant = operation.auth === "bearer" ? await readBearer(req, now) : undefined;
  if (grant !== undefined) requireScopeFor(operation, grant);
  checkPath(target);
  const query = readQuery(operation, target.version, target.url.searchParams);
  const body = readJsonBody(operation, req, bytes);
  const resource = RESOURCES[operation.id];
  if (resource === undefined) throw notModelled();
  const call = {
    operation,
    version: target.version,
    path: target.path,
    query,
    body,
    grant,
    accept,
    variant: target.variant,
    base: baseOf(req),
  };
  const reply = await resource({ ...call, now: grant === undefined ? now : await worldNow(grant.world, now) });
  return withNotes(reply, target, notModelledNotes(operation, query));
}

function offersOf(operation: Operation): [string, ...string[]] {
  const documented = operation.responses.filter(({ status }) => status < 300).flatMap(({ contentTypes }) => contentTypes);
  const [first = JSON_TYPE, ...others] = new Set(documented);
  return [first, ...others];
}

function checkPath({ operation, path }: Target): void {
  const errors = Object.entries(path).flatMap(([name, value]) => {
    if (!isHoldable(value)) return [`/path/${name} has characters that no text may have`];
    const schema = operation.parameters.find((parameter) => parameter.in === "path" && parameter.name === name)?.schema;
    return schema === undefined ? [] : validateAgainst(schema, value).map(({ message }) => `/path/${name} ${message}`);
  });
  if (errors.length > 0) throw invalidRequest(errors);
}

/** A clear no is worth more to an integrator than an invented yes. */
function notModelled(): Refusal {
  return new Refusal(501, "The simulator does not model this operation yet.", {
    note: SIMULATED_EVERYWHERE.notModelled,
  });
}

/** What a reader has to know besides: parameters that did nothing, and the version that was asked for. */
function withNotes(reply: Reply, { operation, version }: Target, others: readonly string[]): Reply {
  const notes = [reply.note ?? [], others].flat();
  if (!isDocumented(version)) notes.push(unseenVersion(version));
  else if (!operation.seenIn.includes(version)) notes.push(seenElsewhere(operation.seenIn, version));
  if (version === TEXT_BOOLEANS) notes.push(SIMULATED_EVERYWHERE.textBooleans);
  return notes.length === 0 ? reply : { ...reply, note: notes.join("; ") };
}
