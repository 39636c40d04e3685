import { z } from "zod";

/** As it is downloaded and handed back. */
export const checkpointSchema = z.object({
  chain: z.uuid(),
  sequence: z.int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  keyId: z.string().min(1).max(64),
  signature: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Checkpoint = z.output<typeof checkpointSchema>;
