/** Makes the meter's time pass, and empties it, for tests. */
import { pool } from "@/lib/db/client";

/** As if nothing had ever been sent. */
export async function freshMeter(): Promise<void> {
  await pool().query("delete from fair_use_calls; delete from fair_use_seconds; delete from fair_use_pauses; delete from fair_use_breakers");
}

/** As if all that the meter knows had happened so many seconds earlier. */
export async function letPass(seconds: number): Promise<void> {
  const earlier = `interval '${Math.trunc(seconds)} seconds'`;
  await pool().query(`
    update fair_use_calls set joined_at = joined_at - ${earlier}, admitted_at = admitted_at - ${earlier}, lease_until = lease_until - ${earlier};
    update fair_use_pauses set until = until - ${earlier};
    update fair_use_breakers set opened_at = opened_at - ${earlier}, probe_at = probe_at - ${earlier}, counts_from = counts_from - ${earlier}`);
  // One by one would meet the neighbour's key.
  await pool().query(`
    with gone as (delete from fair_use_seconds returning *)
    insert into fair_use_seconds select address, second - ${earlier}, holder, credential_id, requests, refusals, attempts, failures from gone`);
}
