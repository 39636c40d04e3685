import { z } from "zod";

/** A webhook as it is kept: what the API shows of it, and apart from that its sealed secret. */
const registered = z.object({
  shown: z.looseObject({ webhook_events: z.array(z.string()), webhook_url: z.string().optional(), webhook_payload: z.unknown() }),
  /** The version of the API that it was registered in; its deliveries carry it. */
  apiVersion: z.string(),
  sealedAuth: z.string().optional(),
});

export type Registered = z.infer<typeof registered>;

/** @throws ZodError when the row was not written by this simulator */
export const registeredOf = (document: unknown): Registered => registered.parse(document);

/** Where a webhook's secret is sealed to. */
export const authPlace = (world: string, webhookId: string): string => `${world}/${webhookId}`;
