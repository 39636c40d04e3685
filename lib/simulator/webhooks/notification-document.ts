import { DISTRIBUTOR } from "@/lib/simulator/sale";
import type { DeliveryRow } from "@/lib/simulator/webhooks/store";

const STATUS: Readonly<Record<string, string>> = { waiting: "PENDING", delivered: "SENT", failed: "FAILED", refused: "REFUSED" };

/**
 * A delivery as GET /notifications shows it. Everything below `notification_created` is the simulator's own.
 *
 * @param worldTime - what the world's clock shows at a moment of the machine's
 */
export function notificationDocument(row: DeliveryRow, worldTime: (machine: Date) => Date): Record<string, unknown> {
  const last = row.tries.at(-1);
  const next = row.nextAt === null ? undefined : row.attempts === 0 ? row.createdAt : worldTime(row.nextAt);
  return {
    notification_id: row.id,
    notification_status: STATUS[row.status] ?? row.status,
    notification_event: row.event,
    notification_account_id: DISTRIBUTOR.id,
    notification_item_id: row.itemId,
    ...(last === undefined || last.problem === null ? {} : { notification_note: last.problem }),
    notification_created: text(row.createdAt),
    notification_webhook_id: row.webhookId,
    notification_url: row.url,
    ...(row.status === "waiting" && next !== undefined ? { notification_next_attempt: text(next) } : {}),
    notification_attempts: row.tries.map(({ at, status, durationMs, excerpt, problem }) => ({
      attempt_created: text(worldTime(new Date(at))),
      ...(status === null ? {} : { response_status: status }),
      response_duration_ms: durationMs,
      response_excerpt: excerpt,
      ...(problem === null ? {} : { attempt_note: problem }),
    })),
  };
}

const text = (at: Date) => at.toISOString().replace("Z", "+00:00");
