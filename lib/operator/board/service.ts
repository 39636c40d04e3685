/** The board of partners: how far each workspace has come, from moments and counts alone. It reads no run, no secret and nothing of guests. */
import "server-only";
import { addUpCalls } from "@/lib/partners/sums/service";
import { assertMayOperate } from "../authorize";
import type { OperatorScope } from "../model";
import { STAGES, type Board, type BoardQuery, type BoardRow, type Stage } from "./schema";
import { selectBoard, selectOpenLinks, selectTotals } from "./store";

const PAGE_SIZE = 50;

/** A page of 50 partners, with how many there are at each stage. */
export async function readBoard(scope: OperatorScope, query: BoardQuery, now: Date = new Date()): Promise<Board> {
  assertMayOperate(scope, "board.read", now);
  const [found, totals] = await Promise.all([addUpCalls(now).then(() => selectBoard(query, PAGE_SIZE)), selectTotals(query)]);
  const page = found.slice(0, PAGE_SIZE);
  const links = await selectOpenLinks(page.map(({ partner }) => partner));
  return {
    rows: page.map((row) => toRow(row, links.get(row.partner), now)),
    totals: totalsOf(totals),
    next: found.length > PAGE_SIZE ? page.at(-1)?.partner : undefined,
  };
}

type Found = Awaited<ReturnType<typeof selectBoard>>[number];

function toRow(row: Found, linkExpiresAt: Date | undefined, now: Date): BoardRow {
  const { partner, name, slug, note, contactEmail, createdAt, good, seen } = row;
  return {
    partner,
    name,
    slug,
    note,
    contactEmail,
    invitation: contactEmail === null || row.joinedAt !== null ? null : linkExpiresAt === undefined ? "withdrawn" : linkExpiresAt > now ? "open" : "expired",
    stage: row.stage,
    createdAt: createdAt.toISOString(),
    reached: {
      invited: textOf(row.invitedAt), joined: textOf(row.joinedAt), credential: textOf(row.credential),
      token: textOf(row.token), good: textOf(good), booking: textOf(row.booking), certified: row.certifiedOn,
    },
    certifiedFor: row.certifiedFor,
    secondsToGood: good && Math.max(0, Math.round((good.getTime() - createdAt.getTime()) / 1_000)),
    calls: row.calls,
    errors: row.errors,
    lastActivityAt: textOf(seen),
  };
}

function textOf(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

function totalsOf(rows: readonly { stage: Stage; many: number }[]): Record<Stage, number> {
  const manyAt = (stage: Stage) => rows.find((row) => row.stage === stage)?.many ?? 0;
  const [invited, joined, credential, token, good, booking, certified] = STAGES.map(manyAt);
  return { invited: invited ?? 0, joined: joined ?? 0, credential: credential ?? 0, token: token ?? 0, good: good ?? 0, booking: booking ?? 0, certified: certified ?? 0 };
}
