import "server-only";
import { sql } from "drizzle-orm";
import { everywhereDb } from "@/lib/db/client";
import { callCounts, exchangeBackoffs, exchanges, invitations, partners, personalTokens, runs, workspaces } from "@/lib/db/tables";

/**
 * The workspaces in which something may be past its time: a few look-ups in an index for each, in one statement, so that a sweep does not
 * take a dozen statements in every one of thousands of workspaces that have nothing to delete. What is deleted there, the rooms decide.
 * It looks over all workspaces because upkeep is for all of them.
 *
 * @param over - invitations and personal tokens that ended before this moment are of no use
 * @param countsFrom - YYYY-MM-DD, the first day of counts that somebody looks at
 */
export async function selectWorkspacesWithWork(now: Date, over: Date, countsFrom: string): Promise<string[]> {
  const at = (moment: Date) => sql`${moment.toISOString()}::timestamptz`;
  // The oldest of each, compared outside: what is computed from another table's column leads to no index under row-level security.
  const { rows } = await everywhereDb().execute<{ id: string }>(sql`
    select w.id from ${workspaces} w
    left join lateral (select started_at as at from ${runs} r where r.workspace_id = w.id order by started_at nulls first limit 1) run on true
    left join lateral (select started_at as at from ${runs} r where r.workspace_id = w.id and r.holds_personal order by started_at limit 1) personal on true
    left join lateral (select started_at as at from ${exchanges} e where e.workspace_id = w.id order by started_at limit 1) exchange on true
    where least(run.at, exchange.at) < greatest(${at(now)}, now()) - make_interval(days => w.retention_days)
      or personal.at < ${at(now)} - make_interval(days => coalesce(w.personal_days, 0))
      or exists (select from ${exchangeBackoffs} b where b.workspace_id = w.id)
      or exists (select from ${invitations} i where i.workspace_id = w.id and (i.used_at < ${at(over)} or i.revoked_at < ${at(over)} or i.expires_at < ${at(over)}))
      or exists (select from ${personalTokens} t where t.workspace_id = w.id and (t.revoked_at < ${at(over)} or t.expires_at < ${at(over)}))
      or exists (select from ${callCounts} c where c.workspace_id = w.id and c.day < ${countsFrom}::date)
      or not exists (select from ${partners} p where p.workspace_id = w.id)`);
  return rows.map(({ id }) => id);
}
