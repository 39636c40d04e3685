import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { request } from "undici";
import { beforeAll, describe, expect, it } from "vitest";
import { operations } from "@/lib/catalog/operations";
import { testDatabase } from "@/lib/db/testing/database";
import { RESOURCES } from "@/lib/simulator/resources/table";
import { errorModelProblems } from "@/lib/simulator/testing/contract";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator();
});

const ORDERS = "https://www.prioticketapis.com/auth/distributor/orders";

describe("an address", () => {
  it("under an unknown version answers 404 with the versions", async () => {
    const answer = await simulator.call("GET", "/api/simulator/v9.9/distributor/products");
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({
      errors: ["3.8", "3.7", "3.6", "3.5"].map((version) => `available: /api/simulator/v${version}/distributor`),
    });
  });

  it.each(["3.8", "3.7", "3.6", "3.5"])("of version %s answers in its own version", async (version) => {
    const answer = await simulator.call("GET", `/api/simulator/v${version}/distributor/system/ping`);
    expect(answer.body).toMatchObject({ api_version: `${version}.0` });
  });

  it.each(["/nothing", "/products/", "//products", "/products/a/b/c", "/products/%ZZ"])(
    "%s answers 404 in the error model",
    async (path) => {
      const answer = await simulator.authorized("GET", path);
      expect([answer.status, errorModelProblems(answer.body)]).toEqual([404, []]);
    },
  );

  it.each([
    ["PATCH", "/products", "GET, HEAD"],
    ["GET", "/oauth2/token", "POST"],
    ["OPTIONS", "/reservations/12345678", "GET, HEAD, PUT, DELETE"],
    ["PROPFIND", "/orders", "GET, HEAD, POST"],
  ])("answers %s %s with 405 and what is allowed", async (method, path, allow) => {
    const answer = await simulator.call(method, path);
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
  });

  it("answers HEAD with the headers of GET and no body", async () => {
    const get = await simulator.authorized("GET", "/products/62521");
    const head = await simulator.authorized("HEAD", "/products/62521");
    expect([head.status, head.text]).toEqual([200, ""]);
    expect(head.headers["content-length"]).toBe(get.headers["content-length"]);
  });
});

describe("a resource", () => {
  it("answers 400 without an Authorization header, as the vendor documents", async () => {
    const answer = await simulator.call("GET", "/products");
    expect([answer.status, answer.headers["www-authenticate"]]).toEqual([400, undefined]);
    expect(answer.headers["simulator-note"]).toContain("RFCs say 401");
  });

  it("answers another scheme with a challenge that names no error", async () => {
    const answer = await simulator.call("GET", "/products", { headers: { authorization: "Basic eDp5" } });
    expect([answer.status, answer.headers["www-authenticate"]]).toEqual([401, 'Bearer realm="distributor"']);
  });

  it("answers a made-up token with invalid_token", async () => {
    const answer = await simulator.call("GET", "/products", { headers: { authorization: "Bearer abc.def.ghi" } });
    expect([answer.status, answer.headers["www-authenticate"]]).toEqual([401, expect.stringContaining('error="invalid_token"')]);
  });

  it("answers 403 and names the scope that is missing", async () => {
    const authorization = `Bearer ${await simulator.token(ORDERS)}`;
    const answer = await simulator.call("GET", "/products", { headers: { authorization } });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({
      errors: expect.arrayContaining(["scope needed: https://www.prioticketapis.com/auth/distributor/products"]),
    });
  });

  it.each(["distributor/products", "distributor.products.readonly", "distributor.booking"])(
    "is opened by the documented scope %s",
    async (name) => {
      const authorization = `Bearer ${await simulator.token(`https://www.prioticketapis.com/auth/${name}`)}`;
      expect((await simulator.call("GET", "/products", { headers: { authorization } })).status).toBe(200);
    },
  );

  it("answers 406 with what there is", async () => {
    const answer = await simulator.authorized("GET", "/products", undefined, { accept: "text/csv, application/json;q=0" });
    expect([answer.status, answer.headers.vary]).toEqual([406, "Accept"]);
    expect(answer.body).toMatchObject({ errors: ["available: application/json"] });
  });

  it("names each parameter that is wrong", async () => {
    const answer = await simulator.authorized("GET", "/products?items_per_page=500&page=one&colour=red&cache=true&cache=false");
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      error: "INVALID_REQUEST",
      errors: [
        "/query/items_per_page must be 200 or less",
        "/query/page must be a whole number, not text",
        "/query/colour is not a parameter of this operation",
        "/query/cache is repeated",
      ],
    });
  });

  it("names each field of a body that is wrong", async () => {
    const answer = await simulator.authorized("POST", "/reservations", {
      data: { reservation: { reservation_distributor_id: 501, reservation_details: [{}] } },
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      errors: expect.arrayContaining([
        "/data/reservation/reservation_external_reference is missing",
        "/data/reservation/reservation_distributor_id must be text, not a whole number",
        "/data/reservation/reservation_details/0/product_id is missing",
      ]),
    });
  });

  it("answers every operation of the catalogue", () => {
    expect([...Object.keys(RESOURCES), "getToken"].toSorted()).toEqual(
      operations()
        .map(({ id }) => id)
        .toSorted(),
    );
  });
});

describe("a body", () => {
  it("over one mebibyte is refused before it is parsed", async () => {
    const answer = await simulator.call("POST", "/oauth2/token", {
      headers: { "content-type": "application/json" },
      body: `{"x":"${"y".repeat(1024 * 1024)}`,
    });
    expect([answer.status, errorModelProblems(answer.body)]).toEqual([413, []]);
  });

  it("over one mebibyte is refused without an announced length too", async () => {
    const chunk = "y".repeat(65_536);
    const chunks = async function* () {
      for (let at = 0; at < 17; at += 1) yield Buffer.from(chunk);
    };
    const reply = await request(`${simulator.base}/oauth2/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: Readable.from(chunks()),
    });
    expect(reply.statusCode).toBe(413);
    await reply.body.dump();
  });

  it("travels as gzip where that is accepted", async () => {
    const authorization = `Bearer ${await simulator.token()}`;
    const reply = await request(`${simulator.base}/products`, { headers: { authorization, "accept-encoding": "gzip" } });
    expect(reply.headers["content-encoding"]).toBe("gzip");
    const bytes = Buffer.from(await reply.body.arrayBuffer());
    expect(JSON.parse(gunzipSync(bytes).toString())).toHaveProperty("data.items");
  });
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
