/**
 * One exchange for everybody in this process who wants the same token at the same time. It keeps
 * flights, never tokens: whether a stored token may still be given out is asked of the database
 * every time, so that a changed credential stops its tokens at once.
 */
import "server-only";
import { processSlot } from "@/lib/shared/process-slot";
import type { Flown } from "./flight/service";

interface Flight {
  landing: Promise<Flown>;
  waiting: number;
  controller: AbortController;
}

const slot = processSlot<Map<string, Flight>>("token-flights");

/**
 * Joins the flight under this key, or starts it. A caller who gives up leaves the others alone;
 * when the last one has left, the exchange itself is cancelled.
 *
 * @throws the reason of `signal` when this caller gives up; whatever `fly` throws
 */
export async function share(key: string, signal: AbortSignal | undefined, fly: (signal: AbortSignal) => Promise<Flown>): Promise<Flown> {
  signal?.throwIfAborted();
  const flights = slot.getOrMake(() => new Map());
  const flight = flights.get(key) ?? takeOff(flights, key, fly);
  flight.waiting += 1;

  const { promise: givenUp, stop } = rejectedWhenAborted(signal);
  try {
    return await Promise.race([flight.landing, givenUp]);
  } finally {
    stop();
    flight.waiting -= 1;
    if (flight.waiting === 0) {
      forget(flights, key, flight);
      flight.controller.abort();
    }
  }
}

function takeOff(flights: Map<string, Flight>, key: string, fly: (signal: AbortSignal) => Promise<Flown>): Flight {
  const controller = new AbortController();
  const flight: Flight = { landing: fly(controller.signal), waiting: 0, controller };
  flights.set(key, flight);
  // Whoever comes after the landing starts anew. The rejection itself is for those who wait.
  const landed = () => forget(flights, key, flight);
  flight.landing.then(landed, landed);
  return flight;
}

function forget(flights: Map<string, Flight>, key: string, flight: Flight): void {
  if (flights.get(key) === flight) flights.delete(key);
}

function rejectedWhenAborted(signal: AbortSignal | undefined): { promise: Promise<never>; stop: () => void } {
  let stop = () => {};
  const promise = new Promise<never>((_, reject) => {
    if (!signal) return;
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    stop = () => signal.removeEventListener("abort", abort);
  });
  return { promise, stop };
}
