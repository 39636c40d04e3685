import type { Resource } from "@/lib/simulator/call";
import { ping, status } from "@/lib/simulator/resources/system";

/** Who answers which operation of the catalogue. One that is not here is answered 501: never a fake success. */
export const RESOURCES: Readonly<Record<string, Resource>> = {
  getSystemPing: ping,
  getSystemStatus: status,
};
