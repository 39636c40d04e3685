/** Events of the record, hashed and chained as the product does, so that checking a chain finds no fault in it. */
import type pg from "pg";
import { z } from "zod";
import { hashOf } from "@/lib/audit/chain/seal";
import { GENESIS_HASH } from "@/lib/audit/chain/link";

const BATCH = 2_000;
const DAY_MS = 86_400_000;
const PAST_MS = 29 * DAY_MS;

const target = z.object({ id: z.string(), n: z.coerce.number(), events: z.coerce.number() });
const written = z.object({ actor_id: z.string().nullable(), action: z.string(), subject: z.record(z.string(), z.unknown()), request_id: z.string().nullable() });
const end = z.object({ workspace_id: z.string(), sequence: z.coerce.number(), hash: z.string() });

/**
 * Adds events that the services wrote once to the chain of each workspace, again and again.
 *
 * @param targets - a query for id and number of events of each workspace
 */
export async function chainEvents(client: pg.Client, targets: string): Promise<void> {
  const kinds = z.array(written).parse((await client.query("select actor_id, action, subject, request_id from audit_events order by sequence limit 20")).rows);
  const heads = new Map(z.array(end).parse((await client.query("select workspace_id, sequence, hash from audit_heads")).rows).map((head) => [head.workspace_id, head]));
  let batch: object[] = [];
  const flush = async () => {
    await client.query(
      `insert into audit_events (workspace_id, id, at, actor_id, action, subject, request_id, sequence, hash)
       select * from jsonb_to_recordset($1) as e(workspace_id uuid, id uuid, at timestamptz, actor_id uuid, action text, subject jsonb, request_id text, sequence bigint, hash text)`,
      [JSON.stringify(batch)],
    );
    batch = [];
  };
  const ends: z.infer<typeof end>[] = [];
  const nowMs = Date.now();
  for (const { id: chain, events } of z.array(target).parse((await client.query(targets)).rows)) {
    let { sequence, hash } = heads.get(chain) ?? { sequence: 0, hash: GENESIS_HASH };
    for (let n = 0; n < events; n += 1) {
      const kind = kinds[n % kinds.length];
      if (kind === undefined) throw new Error("The services wrote no event to copy");
      const { actor_id: actorId, action, subject, request_id: requestId } = kind;
      sequence += 1;
      const at = new Date(nowMs - PAST_MS + Math.floor((n / events) * PAST_MS));
      const id = crypto.randomUUID();
      hash = hashOf({ chain, sequence, id, at, actorId, action, subject, requestId }, hash);
      batch.push({ workspace_id: chain, id, at, actor_id: actorId, action, subject, request_id: requestId, sequence, hash });
      if (batch.length === BATCH) await flush();
    }
    ends.push({ workspace_id: chain, sequence, hash });
  }
  await flush();
  await client.query(
    `insert into audit_heads (workspace_id, sequence, hash) select * from jsonb_to_recordset($1) as h(workspace_id uuid, sequence bigint, hash text)
     on conflict (workspace_id) do update set sequence = excluded.sequence, hash = excluded.hash`,
    [JSON.stringify(ends)],
  );
}
