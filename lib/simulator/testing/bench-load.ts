/** The loads of `npm run bench:simulator`. */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Pool } from "undici";
import { z } from "zod";

const CONNECTIONS = 20;
/** Of one case in one round. */
const SECONDS = 2;

/** What was measured of one case in one round. */
export interface Figures {
  perSecond: number;
  p99Ms: number;
  count: number;
  failed: number;
  /** Of all answers together; undefined where they were not counted. */
  bytes: number | undefined;
}

const report = z.object({
  requests: z.object({ average: z.number(), total: z.number() }),
  latency: z.object({ p99: z.number() }),
  throughput: z.object({ total: z.number() }),
  non2xx: z.number(),
  errors: z.number(),
});

/** One address again and again, by a process of its own. @param cannon - autocannon's script */
export async function reads(cannon: string, url: string, token: string, encoding: string): Promise<Figures> {
  const args = [cannon, "-j", "-c", String(CONNECTIONS), "-d", String(SECONDS)];
  const child = spawn(process.execPath, [...args, "-H", `Authorization: Bearer ${token}`, "-H", `Accept-Encoding: ${encoding}`, url], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await once(child, "exit");
  const { requests, latency, throughput, non2xx, errors } = report.parse(JSON.parse(text.trim().split("\n").at(-1) ?? ""));
  return { perSecond: requests.average, p99Ms: latency.p99, failed: non2xx + errors, count: requests.total, bytes: throughput.total };
}

const made = z.object({
  data: z.object({
    reservation: z.object({ reservation_reference: z.string() }).optional(),
    order: z.object({ order_reference: z.string() }).optional(),
  }),
});

/** Whole bookings, one after the other on each of the connections. */
export async function cycles(base: string, token: string): Promise<Figures> {
  const { origin, pathname } = new URL(base);
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const root = pathname === "/" ? "" : pathname;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const run = randomUUID();
  let failed = 0;
  let number = 0;
  const call = async (method: "POST" | "DELETE", path: string, body?: object) => {
    const answer = await pool.request({
      method,
      path: root + path,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) failed += 1;
    const parsed = made.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.data : {};
  };
  const booking = async () => {
    number += 1;
    const { reservation } = await call("POST", "/reservations", cart(`${run}/${number}`));
    const { order } = await call("POST", "/orders", confirmation(`${run}/${number}`, reservation?.reservation_reference ?? "12345678"));
    await call("DELETE", `/orders/${order?.order_reference ?? "12345678"}`);
  };
  const times: number[] = [];
  const from = performance.now();
  const until = from + SECONDS * 1000;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() < until) {
        const begun = performance.now();
        await booking();
        times.push(performance.now() - begun);
      }
    }),
  );
  await pool.close();
  const p99 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
  return {
    perSecond: (times.length * 1000) / (performance.now() - from),
    p99Ms: Math.round(p99),
    failed,
    count: times.length,
    bytes: undefined,
  };
}

function cart(name: string): object {
  const ticket = { product_type_id: "6251911", product_type_count: 2 };
  const detail = { booking_external_reference: name, booking_language: "en", product_id: "62519", product_type_details: [ticket] };
  const head = { reservation_distributor_id: "501", reservation_external_reference: name };
  return { data: { reservation: { ...head, reservation_details: [detail] } } };
}

function confirmation(name: string, reference: string): object {
  const head = { order_distributor_id: "501", order_external_reference: name, order_language: "en" };
  return {
    data: { order: { ...head, order_bookings: [{ booking_option_type: "CONFIRM_RESERVATION", reservation_reference: reference }] } },
  };
}
