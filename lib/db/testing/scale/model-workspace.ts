/**
 * One workspace with a little of everything, made by the services themselves: people, a credential, tokens, real sends to a scripted
 * server, the record. What fills a database copies its rows, so that they have the shape which the services write.
 */
import { aMember, anOperator } from "@/lib/auth/testing/people";
import { settings, setSettings } from "@/lib/env";
import type { OperatorScope } from "@/lib/operator/model";
import { addComment } from "@/lib/playground/comments/service";
import { list } from "@/lib/playground/service";
import { anInput, aCredential, givesTokens, readRun } from "@/lib/playground/testing/playground-world";
import type { RunInput } from "@/lib/playground/schema";
import { send } from "@/lib/playground/sending/service";
import { scriptedUpstream, type Answer } from "@/lib/upstream/testing/scripted-upstream";
import type { WorkspaceScope } from "@/lib/workspaces/model";

export interface ModelWorkspace {
  owner: WorkspaceScope;
  operator: OperatorScope;
  credentialId: string;
}

const COLLEAGUES = 5;

/** Kinds of runs, by what was asked and what came back. Those that fail come last. */
const KINDS: readonly { input: Partial<RunInput>; answer: Answer }[] = [
  { input: { operationId: "getProducts", query: { items_per_page: "10" } }, answer: { body: { api_version: "3.8", data: { items: [{ product_id: "62519", product_title: "A canal cruise" }] } } } },
  { input: { operationId: "getProduct", path: { product_id: "62519" } }, answer: { body: { api_version: "3.8", data: { product: { product_id: "62519", product_title: "A canal cruise" } } } } },
  reservation("RES-4711"),
  order("ORD-0815"),
  { input: { operationId: "getOrder", path: { order_reference: "ORD-0815" } }, answer: { body: { data: { order: { order_reference: "ORD-0815", order_status: "ORDER_CONFIRMED" } } } } },
  { input: { operationId: "getOrders" }, answer: { status: 401, headers: { "www-authenticate": 'Bearer error="invalid_token"' }, body: { error: "UNAUTHORIZED" } } },
  { input: { operationId: "getOrder", path: { order_reference: "ORD-9999" } }, answer: { status: 404, body: { error: "NOT_FOUND", error_description: "No such order", error_reference: "ERR-1" } } },
  { input: { operationId: "createOrder", body: JSON.stringify({ data: { order: { order_external_reference: "SHOP-2" } } }) }, answer: { status: 422, body: { error: "INVALID_REQUEST", error_description: "It cannot be done", error_reference: "ERR-2" } } },
  { input: { operationId: "getProducts" }, answer: { status: 503, headers: { "retry-after": "1" }, body: "busy" } },
  { input: { operationId: "getProducts" }, answer: { reset: "before-headers" } },
];

/** How many of the kinds went well; the rest went wrong. */
export const GOOD_KINDS = 5;

function reservation(reference: string) {
  const asked = { data: { reservation: { reservation_distributor_id: "501", reservation_external_reference: "SHOP-1" } } };
  const answer = { status: 201, body: { data: { reservation: { reservation_reference: reference, reservation_external_reference: "SHOP-1" } } } };
  return { input: { operationId: "createReservation", body: JSON.stringify(asked) }, answer };
}

function order(reference: string) {
  const asked = { data: { order: { order_distributor_id: "501", order_external_reference: "SHOP-1" } } };
  const answer = { status: 201, body: { data: { order: { order_reference: reference, order_external_reference: "SHOP-1" } } } };
  return { input: { operationId: "createOrder", body: JSON.stringify(asked) }, answer };
}

/** Makes it in the database that the settings name. */
export async function modelWorkspace(): Promise<ModelWorkspace> {
  const upstream = await scriptedUpstream();
  setSettings({ ...settings(), upstreamOrigins: { staging: upstream.origin } });
  try {
    const owner = await aMember("owner");
    for (let n = 0; n < COLLEAGUES; n += 1) await aMember("developer", owner);
    const credentialId = await aCredential(owner, "staging");
    for (const { input, answer } of KINDS) {
      upstream.reset();
      upstream.answer(answer);
      givesTokens(upstream);
      await readRun(await send(owner, anInput({ owner, upstream, credentialId }, { scopes: [], ...input }), new AbortController().signal));
    }
    const { runs } = await list(owner, { limit: 30 });
    if (runs.length !== KINDS.length) throw new Error(`${runs.length} of ${KINDS.length} runs were kept`);
    await addComment(owner, runs[0]?.id ?? "", "Asked support about it");
    return { owner, operator: await anOperator(), credentialId };
  } finally {
    await upstream.close();
  }
}
