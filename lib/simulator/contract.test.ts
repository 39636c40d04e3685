import { beforeAll, expect, it } from "vitest";
import { operations } from "@/lib/catalog/operations";
import { testDatabase } from "@/lib/db/testing/database";
import { bookingWords } from "@/lib/simulator/testing/booking";
import { documentedRequests, type DocumentedRequest, type Sent } from "@/lib/simulator/testing/documented-requests";
import { readContract, type ServedContract, type ServedOperation } from "@/lib/simulator/testing/served-contract";
import { basic, testSimulator, type Answer, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;
let contract: ServedContract;
let requests: Readonly<Record<string, DocumentedRequest>>;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
  const document = await simulator.call("GET", "/api/simulator/v3.8/openapi.json");
  contract = readContract(document.body as object);
  requests = documentedRequests(simulator, bookingWords(simulator));
});

/** Statuses that no input brings about: they are rehearsed by name. */
const BY_FAULT = new Set([402, 409, 418, 429, 500, 501, 502, 503, 504]);
/** Refusals that an operation documents and has no input for, because it takes none that could be wrong in that way. */
const BY_FAULT_HERE: Readonly<Record<string, readonly number[]>> = {
  getToken: [422],
  getSystemPing: [401, 403, 422],
  getSystemStatus: [401, 403, 422],
  getSystemSpecification: [401, 403, 422],
  getProduct: [422],
  getProductCategories: [422],
  getProductStock: [422],
  updateProductStock: [422],
  getReservation: [422],
  getOrder: [422],
  addPaymentDetails: [422],
  getContact: [422],
  addWebhook: [422],
  getCredit: [422],
  removeWebhook: [422],
};

const OTHER_METHODS: Readonly<Record<string, string>> = { PATCH: "POST" };

/** A request that makes the status happen, or undefined when nobody has said how. */
async function requestFor(operation: ServedOperation, status: number): Promise<Sent | undefined> {
  const request = requests[operation.id];
  if (request === undefined) return undefined;
  if (BY_FAULT.has(status) || BY_FAULT_HERE[operation.id]?.includes(status) === true) {
    return { ...(await request.good()), headers: { "simulator-fault": String(status) } };
  }
  const withHeaders = async (headers: Record<string, string>) => ({ ...(await request.good()), headers });
  switch (status) {
    case 200:
      return operation.id === "createOrder" ? request.again?.() : request.good();
    case 201:
      return request.good();
    case 304:
      return withHeaders({ "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT" });
    case 400: {
      if (operation.isSecuredBy === "basic") return { path: operation.path, body: {} };
      const good = await request.good();
      return { ...good, path: `${good.path}${good.path.includes("?") ? "&" : "?"}no_such_parameter=1` };
    }
    case 401:
      return withHeaders({ authorization: operation.isSecuredBy === "basic" ? basic("nobody") : "Bearer expired" });
    case 403:
      return withHeaders({ authorization: `Bearer ${await simulator.token(elsewhere(operation))}` });
    case 404:
      return request.notFound?.();
    case 405:
      return { ...(await request.good()), method: OTHER_METHODS[operation.method] ?? "PATCH" };
    case 406:
      return withHeaders({ accept: "image/png" });
    case 422:
      return request.impossible?.();
    default:
      return undefined;
  }
}

/** A scope that opens something, but not this. */
function elsewhere({ path }: ServedOperation): string {
  return `https://www.prioticketapis.com/auth/distributor/${path.startsWith("/contacts") ? "products" : "contacts"}`;
}

async function send(operation: ServedOperation, { method, path, body, headers }: Sent): Promise<Answer> {
  const authorization: Record<string, string> = operation.isSecuredBy === "basic" ? { authorization: basic() } : {};
  return simulator.authorized(method ?? operation.method, path, body, { ...authorization, ...headers });
}

it.each(operations().map(({ id }) => id))("%s answers with every status that it documents, as documented", async (id) => {
  const operation = contract.operations.find((candidate) => candidate.id === id);
  if (operation === undefined) throw new Error(`${id} is not in the served document`);
  const wrong: unknown[] = [];
  for (const status of operation.statuses) {
    const sent = await requestFor(operation, status);
    const answer = sent === undefined ? undefined : await send(operation, sent);
    const problems = answer === undefined ? ["no request brings it about"] : contract.problems(operation, answer);
    if (answer?.status !== status || problems.length > 0) wrong.push({ status, got: answer?.status, problems, text: answer?.text });
  }
  expect(wrong).toEqual([]);
});

it("getVoucher answers the PDF as documented too", async () => {
  const operation = contract.operations.find(({ id }) => id === "getVoucher");
  const sent = await requests.getVoucher?.again?.();
  if (operation === undefined || sent === undefined) throw new Error("getVoucher has no request");
  const answer = await send(operation, sent);
  expect([answer.headers["content-type"], contract.problems(operation, answer)]).toEqual(["application/pdf", []]);
});

it("covers every operation and no other", () => {
  expect(contract.operations.map(({ id }) => id)).toEqual(operations().map(({ id }) => id));
  expect(Object.keys(requests).sort()).toEqual(
    operations()
      .map(({ id }) => id)
      .sort(),
  );
});

it("would notice a wrong body, a missing header, another content type and another status", async () => {
  const operation = contract.operations.find(({ id }) => id === "getProduct");
  if (operation === undefined) throw new Error("getProduct is not in the served document");
  const good = await simulator.authorized("GET", "/products/62521");
  const changed = (change: Partial<Answer>) => contract.problems(operation, { ...good, ...change });
  expect(changed({})).toEqual([]);
  expect(changed({ body: { data: 1 } })).not.toEqual([]);
  expect(changed({ headers: { ...good.headers, "last-modified": undefined } })).toEqual(["header Last-Modified is missing"]);
  expect(changed({ headers: { ...good.headers, "last-modified": "yesterday" } })).not.toEqual([]);
  expect(changed({ headers: { ...good.headers, "content-type": "text/html" } })).not.toEqual([]);
  expect(changed({ status: 299 })).toEqual(["299 is not documented"]);
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
