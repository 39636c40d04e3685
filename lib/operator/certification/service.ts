/**
 * That a partner is certified is the word of the API's owner. No call that was made here proves it, so an operator writes it down, with
 * the day and what it covers; the board has it as the last stage, and the partner sees it too.
 */
import "server-only";
import { recordInstallation } from "@/lib/audit/service";
import { AppError } from "@/lib/shared/errors";
import { HOUR_MS } from "@/lib/shared/time";
import { assertMayOperate } from "../authorize";
import type { OperatorScope } from "../model";
import type { CertificationInput } from "./schema";
import { holdPartner, inTransaction, setCertification, type Transaction } from "./store";

/** How far the first time zone to see a day is ahead of UTC. */
const EARLIEST_ZONE_MS = 14 * HOUR_MS;

/** Writes a certification down, in the place of one that was there. @throws AppError `resource.not-found`, `input.refused` for a day to come */
export async function certifyPartner(scope: OperatorScope, workspaceId: string, { on, for: words }: CertificationInput, now: Date = new Date()): Promise<{ on: string }> {
  assertMayOperate(scope, "partner.certify", now);
  if (on > dayOf(new Date(now.getTime() + EARLIEST_ZONE_MS))) {
    const message = "This day is yet to come. Choose the day on which the certification was given.";
    throw new AppError("input.refused", message, { issues: [{ path: "/on", message }] });
  }
  return inTransaction(async (tx) => {
    const { slug, certifiedOn, certifiedFor } = await hold(tx, workspaceId);
    if (certifiedOn === on && certifiedFor === words) return { on };
    await setCertification(tx, workspaceId, on, words);
    const before = certifiedOn === null ? {} : { before: { on: certifiedOn, for: certifiedFor } };
    await recordInstallation(tx, { actorId: scope.userId, action: "partner.certified", subject: { workspaceId, slug, on, for: words, ...before }, requestId: scope.requestId });
    return { on };
  });
}

/** Takes it back, for one that was written down by mistake or has ended. @throws AppError `resource.not-found` */
export async function uncertifyPartner(scope: OperatorScope, workspaceId: string): Promise<{ withdrawn: boolean }> {
  assertMayOperate(scope, "partner.certify");
  return inTransaction(async (tx) => {
    const { slug, certifiedOn, certifiedFor } = await hold(tx, workspaceId);
    if (certifiedOn === null) return { withdrawn: false };
    await setCertification(tx, workspaceId, null, "");
    await recordInstallation(tx, { actorId: scope.userId, action: "partner.certification-withdrawn", subject: { workspaceId, slug, on: certifiedOn, for: certifiedFor }, requestId: scope.requestId });
    return { withdrawn: true };
  });
}

async function hold(tx: Transaction, workspaceId: string) {
  const found = await holdPartner(tx, workspaceId);
  if (!found) throw new AppError("resource.not-found", "There is no such partner any more.");
  return found;
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
