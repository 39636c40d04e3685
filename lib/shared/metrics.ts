/**
 * What a Prometheus server may ask of this process. Labels have few values, none of them of a person, a workspace or a credential.
 */
import "server-only";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { processSlot } from "./process-slot";

const SECONDS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

interface Metrics {
  registry: Registry;
  /** Requests that this server answered. area: page, bff, simulator, other. status: 2xx … 5xx. */
  requests: Histogram<"area" | "status">;
  /** Replies of the upstream until their headers; status is exact. Documented codes are few. */
  upstream: Histogram<"environment" | "status">;
  /** Sends that brought no reply, by the transport failure's code. */
  upstreamFailures: Counter<"environment" | "failure">;
  /** Where a call's token came from. source: kept, exchange (own or joined), none. */
  tokens: Counter<"source">;
  /** Exchanges that were made, by outcome. */
  exchanges: Counter<"environment" | "outcome">;
  /** Calls that had to wait for the fair-use budget. reason: pause, refusals, requests, line. */
  waits: Counter<"reason">;
  /** Calls that were not sent. why: console-budget, console-breaker, cancelled. */
  heldBack: Counter<"environment" | "why">;
  /** What fair use counts in the last minute, and what it allows. kind: requests, refusals. */
  budgetUsed: Gauge<"environment" | "kind">;
  budgetLimit: Gauge<"environment" | "kind">;
  /** Circuit breakers that are open. */
  breakersOpen: Gauge<"environment">;
  /** Connections of the pool. state: idle, busy, waiting for one. */
  pool: Gauge<"state">;
}

function make(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Histogram({ registers, name: "console_http_request_seconds", help: "Requests answered, until the last byte", labelNames: ["area", "status"], buckets: SECONDS }),
    upstream: new Histogram({ registers, name: "console_upstream_reply_seconds", help: "Replies of the upstream, until their headers", labelNames: ["environment", "status"], buckets: SECONDS }),
    upstreamFailures: new Counter({ registers, name: "console_upstream_failures_total", help: "Sends without a reply", labelNames: ["environment", "failure"] }),
    tokens: new Counter({ registers, name: "console_tokens_total", help: "Tokens asked for by calls", labelNames: ["source"] }),
    exchanges: new Counter({ registers, name: "console_exchanges_total", help: "Token exchanges made", labelNames: ["environment", "outcome"] }),
    waits: new Counter({ registers, name: "console_fair_use_waits_total", help: "Calls that had to wait for the fair-use budget", labelNames: ["reason"] }),
    heldBack: new Counter({ registers, name: "console_fair_use_held_back_total", help: "Calls that were not sent", labelNames: ["environment", "why"] }),
    budgetUsed: new Gauge({ registers, name: "console_fair_use_used", help: "Counted in the last minute, by all replicas", labelNames: ["environment", "kind"] }),
    budgetLimit: new Gauge({ registers, name: "console_fair_use_limit", help: "Allowed in a minute", labelNames: ["environment", "kind"] }),
    breakersOpen: new Gauge({ registers, name: "console_circuit_breakers_open", help: "Credentials whose calls rest", labelNames: ["environment"] }),
    pool: new Gauge({ registers, name: "console_database_connections", help: "Connections of the pool", labelNames: ["state"] }),
  };
}

/** The meters of this process. */
export function metrics(): Metrics {
  return processSlot<Metrics>("metrics").getOrMake(make);
}

/** 204 → "2xx". */
export function statusClass(status: number): string {
  return `${Math.floor(status / 100)}xx`;
}
