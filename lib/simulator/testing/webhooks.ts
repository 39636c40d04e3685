/** A simulator that sends webhooks, somebody who receives them, and words for both. Call it once, at the top of a test file. */
import { afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { KNOWN_WORLD } from "@/lib/simulator/accounts";
import { bookingWords, type BookingWords, type Doc } from "@/lib/simulator/testing/booking";
import { contractProblems } from "@/lib/simulator/testing/contract";
import { aReceiver, type Receiver } from "@/lib/simulator/testing/receiver";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";
import { startDeliverer, type Deliverer, type DelivererOptions } from "@/lib/simulator/webhooks/deliverer";
import { resetWorld } from "@/lib/simulator/testing/reset";

export const AUTH = Buffer.from("partner:open sesame").toString("base64");
export const NAMED = "http://hooks.example.com";

export interface Notification {
  notification_id: string;
  notification_status: string;
  notification_event: string;
  notification_item_id: string;
  notification_note?: string;
  notification_attempts: { response_status?: number; response_excerpt: string; attempt_note?: string; response_duration_ms: number }[];
}

export interface WebhookWorld {
  readonly simulator: TestSimulator;
  readonly words: BookingWords;
  /** A new one for each test. */
  readonly receiver: Receiver;
  /** Starts a deliverer in a hurry; it stops with the test. */
  deliverer(options?: DelivererOptions): Deliverer;
  /** Registers the receiver for these events. @returns the webhook's id */
  register(events: string[], extras?: Doc): Promise<string>;
  notifications(): Promise<Notification[]>;
  /** The one notification, once its delivery is over. */
  settled(): Promise<Notification>;
}

export function webhookWorld(): WebhookWorld {
  let simulator: TestSimulator;
  let words: BookingWords;
  let receiver: Receiver;
  const deliverers: Deliverer[] = [];

  beforeAll(async () => {
    await testDatabase();
    simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z"), webhookTargets: ["loopback", NAMED] });
    words = bookingWords(simulator);
  });
  beforeEach(async () => {
    await resetWorld(KNOWN_WORLD);
    receiver = await aReceiver();
  });
  afterEach(async () => {
    await Promise.all(deliverers.splice(0).map((deliverer) => deliverer.stop()));
  });

  async function notifications(): Promise<Notification[]> {
    const answer = await simulator.authorized("GET", "/notifications?items_per_page=100");
    expect([answer.status, contractProblems("getNotifications", 200, answer.body)]).toEqual([200, []]);
    return (answer.body as { data: { items: Notification[] } }).data.items;
  }

  return {
    get simulator() {
      return simulator;
    },
    get words() {
      return words;
    },
    get receiver() {
      return receiver;
    },
    deliverer(options = {}) {
      const made = startDeliverer({ pollMs: 20, timeoutMs: 300, retryDelaysMs: [30, 30, 30], ...options });
      deliverers.push(made);
      return made;
    },
    async register(events, extras = {}) {
      const webhook = { webhook_events: events, webhook_url: receiver.url, webhook_auth: AUTH, ...extras };
      const made = await simulator.authorized("POST", "/webhooks", { data: { webhook } });
      expect([made.status, contractProblems("addWebhook", 200, made.body)]).toEqual([200, []]);
      return (made.body as { data: { webhook: { webhook_id: string } } }).data.webhook.webhook_id;
    },
    notifications,
    settled: () =>
      vi.waitFor(async () => {
        const [only] = await notifications();
        expect(only?.notification_status).not.toBe("PENDING");
        return only as Notification;
      }),
  };
}
