import { processSlot } from "@/lib/shared/process-slot";
import { deliver, type DeliverOptions } from "@/lib/simulator/webhooks/deliver";
import { RETRY_DELAYS_MS } from "@/lib/simulator/webhooks/retry";
import { forgetOldDeliveries, hurryPutBack, takeDue, type DeliveryRow } from "@/lib/simulator/webhooks/store";
import { simulatorSettings } from "@/lib/simulator/settings";

/** The vendor's advice for the other direction is 60 s; a receiver that only takes note needs no ten. */
const TIMEOUT_MS = 10_000;
/** Longer than any try takes. After that a row that was taken is taken for lost. */
const LEASE_MS = 30_000;
const POLL_MS = 1_000;
/** At once, so that one slow receiver does not hold up the others. */
const MAX_IN_FLIGHT = 16;
const KEPT_DAYS = 30;
const SWEEP_MS = 3_600_000;
/** How often it is looked whether the clock was put back. */
const HURRY_MS = 60_000;

export interface DelivererOptions extends Partial<DeliverOptions> {
  pollMs?: number;
  leaseMs?: number;
}

export interface Deliverer {
  /** There is something new: look at once. */
  poke(): void;
  /** Takes nothing more and lets what is under way end. */
  stop(): Promise<void>;
}

const slot = processSlot<Set<Deliverer>>("webhook-deliverers");

/** Tells the deliverers of this process that something was queued; those of other replicas find it by themselves. */
export function pokeDeliverers(): void {
  for (const deliverer of slot.get() ?? []) deliverer.poke();
}

/**
 * Works off the queue until it is stopped. Any number may run, in one process or in many: a delivery
 * is taken by one of them. Each is made at least once; the receiver knows a repeat by `notification_id`.
 */
export function startDeliverer(options: DelivererOptions = {}): Deliverer {
  const { pollMs = POLL_MS, leaseMs = LEASE_MS, timeoutMs = TIMEOUT_MS, retryDelaysMs = RETRY_DELAYS_MS, resolve } = options;
  const inFlight = new Set<Promise<void>>();
  let isStopping = false;
  let isPoked = false;
  let wake: () => void = () => undefined;
  let sweptAtMs = -Infinity;
  let hurriedAtMs = -Infinity;

  const poke = () => {
    isPoked = true;
    wake();
  };
  const work = (row: DeliveryRow) => {
    const job = deliver(row, { timeoutMs, retryDelaysMs, resolve }).catch(report);
    inFlight.add(job);
    void job.then(() => {
      inFlight.delete(job);
      poke();
    });
  };
  const rest = () =>
    new Promise<void>((resolveRest) => {
      const timer = setTimeout(resolveRest, pollMs);
      wake = () => {
        clearTimeout(timer);
        resolveRest();
      };
      if (isPoked || isStopping) wake();
    });
  const loop = async () => {
    while (!isStopping) {
      isPoked = false;
      try {
        if (performance.now() - hurriedAtMs > HURRY_MS) {
          hurriedAtMs = performance.now();
          await hurryPutBack();
        }
        const free = MAX_IN_FLIGHT - inFlight.size;
        if (free > 0) for (const row of await takeDue(free, leaseMs)) work(row);
        if (performance.now() - sweptAtMs > SWEEP_MS) {
          sweptAtMs = performance.now();
          await forgetOldDeliveries(KEPT_DAYS);
        }
      } catch (error) {
        report(error);
        // A database that is away must not be asked as fast as the processor allows.
        isPoked = false;
      }
      await rest();
    }
  };
  const looping = loop();
  const deliverer: Deliverer = {
    poke,
    stop: async () => {
      slot.get()?.delete(deliverer);
      isStopping = true;
      wake();
      await looping;
      await Promise.all(inFlight);
    },
  };
  slot.getOrMake(() => new Set()).add(deliverer);
  return deliverer;
}

function report(error: unknown): void {
  simulatorSettings().report?.(error, "webhook delivery");
}
