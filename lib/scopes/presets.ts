import { operationIndex } from "@/lib/catalog/operation-index";
import type { OperationSummary } from "@/lib/catalog/model";
import { normaliseScopes } from "./model";

/** Sets of scopes by task, read from the catalogue, so that a change of the document changes them too. */

export interface ScopePreset {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly scopes: readonly string[];
  /** True when the scope of at least one of its operations is a guess. */
  readonly inferred: boolean;
}

const TASKS: readonly { id: string; title: string; hint: string; groups: readonly string[] }[] = [
  {
    id: "read-products",
    title: "Read products",
    hint: "Products, their lists, availability and stock",
    groups: ["Products", "Availability", "Stock"],
  },
  {
    id: "book",
    title: "Book",
    hint: "Products, reservations, orders and vouchers",
    groups: ["Products", "Availability", "Reservations", "Promocodes", "Orders", "Vouchers"],
  },
  { id: "orders", title: "Look after orders", hint: "Orders, vouchers and contacts", groups: ["Orders", "Vouchers", "Contacts"] },
  { id: "payments", title: "Take payments", hint: "Orders and payments", groups: ["Orders", "Payments"] },
  { id: "webhooks", title: "Receive webhooks", hint: "Webhooks and notifications", groups: ["Notifications"] },
];

function preset(id: string, title: string, hint: string, operations: readonly OperationSummary[]): ScopePreset {
  return {
    id,
    title,
    hint,
    scopes: normaliseScopes(operations.flatMap((operation) => operation.scopes)),
    inferred: operations.some((operation) => operation.scopeInferred),
  };
}

/** One preset for each task, and one for everything that operations ask for. */
export const PRESETS: readonly ScopePreset[] = [
  ...TASKS.map((task) =>
    preset(
      task.id,
      task.title,
      task.hint,
      operationIndex().filter((operation) => task.groups.includes(operation.group)),
    ),
  ),
  preset("everything", "Everything that operations need", "Each scope that an operation of the catalogue asks for", operationIndex()),
];

/** Just what one operation needs; undefined for an operation that needs no scope or does not exist. */
export function presetForOperation(operationId: string): ScopePreset | undefined {
  const operation = operationIndex().find((entry) => entry.id === operationId);
  if (operation === undefined || operation.scopes.length === 0) return undefined;
  return preset(`operation:${operation.id}`, `What “${operation.summary}” needs`, `${operation.method} ${operation.path}`, [operation]);
}
