/** The loads of `npm run bench:simulator`. */
import { randomUUID } from "node:crypto";
import { Pool } from "undici";
import { z } from "zod";
import { bareConnection } from "@/lib/simulator/testing/bench-reads";

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

/** Does something again and again on each of the connections. */
async function repeated(once: () => Promise<void>): Promise<Pick<Figures, "perSecond" | "p99Ms" | "count">> {
  const times: number[] = [];
  const from = performance.now();
  const until = from + SECONDS * 1000;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() < until) {
        const begun = performance.now();
        await once();
        times.push(performance.now() - begun);
      }
    }),
  );
  const p99Ms = Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0);
  return { perSecond: (times.length * 1000) / (performance.now() - from), p99Ms, count: times.length };
}

/** One address again and again, on bare connections. */
export async function reads(url: string, token: string, encoding: string): Promise<Figures> {
  const headers = { authorization: `Bearer ${token}`, "accept-encoding": encoding, accept: "application/json" };
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => bareConnection(new URL(url), headers)));
  const idle = [...connections];
  let failed = 0;
  const figures = await repeated(async () => {
    const connection = idle.pop();
    if (connection === undefined) throw new Error("More reads at once than connections");
    if ((await connection.read()) !== 200) failed += 1;
    idle.push(connection);
  });
  const bytes = connections.reduce((sum, connection) => sum + connection.bytes(), 0);
  for (const connection of connections) connection.close();
  return { ...figures, bytes, failed };
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
    const name = `${run}/${number}`;
    const { reservation } = await call("POST", "/reservations", cart(name));
    const { order } = await call("POST", "/orders", confirmation(name, reservation?.reservation_reference ?? "12345678"));
    await call("DELETE", `/orders/${order?.order_reference ?? "12345678"}`);
  };
  const figures = await repeated(booking);
  await pool.close();
  return { ...figures, bytes: undefined, failed };
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
