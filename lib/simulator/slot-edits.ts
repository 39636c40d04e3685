import { z } from "zod";
import { toCents } from "@/lib/simulator/money";
import { readSlotId, slotWithId, type Slot } from "@/lib/simulator/slots";
import type { WorldRows } from "@/lib/simulator/store";

/** What a supplier has changed about a slot. The number of places belongs to the capacity, which products may share. */
const slotEdit = z.object({
  isActive: z.boolean().optional(),
  isRemoved: z.boolean().optional(),
  total: z.int().optional(),
  label: z.string().optional(),
  partySize: z.int().optional(),
  /** Variation of the price by ticket type, in cents; replaces those of the day. */
  variations: z.record(z.string(), z.int()).optional(),
  /** ISO 8601, by the world's clock. */
  modified: z.string(),
});

export type SlotEdit = z.infer<typeof slotEdit>;
export type SlotEdits = ReadonlyMap<string, SlotEdit>;

export const NO_EDITS: SlotEdits = new Map();

/** What was changed about these slots and their capacities. */
export async function editsOf(rows: WorldRows, slots: readonly Slot[]): Promise<SlotEdits> {
  if (slots.length === 0) return NO_EDITS;
  const found = await rows.findAll("slot", [...new Set(slots.flatMap(({ id, capacityKey }) => [id, capacityKey]))]);
  return new Map(found.map(({ reference, document }) => [reference, slotEdit.parse(document)]));
}

/** The slot as it is sold now; undefined when it was removed. */
export function edited(slot: Slot, edits: SlotEdits): Slot | undefined {
  const own = edits.get(slot.id);
  const capacity = edits.get(slot.capacityKey);
  if (own === undefined && capacity === undefined) return slot;
  if (own?.isRemoved === true) return undefined;
  const modified = [own?.modified, capacity?.modified]
    .flatMap((at) => at ?? [])
    .sort()
    .at(-1);
  return {
    ...slot,
    isActive: own?.isActive ?? slot.isActive,
    total: capacity?.total ?? slot.total,
    ...(own?.label === undefined ? {} : { label: own.label }),
    ...(own?.partySize === undefined ? {} : { partySize: own.partySize }),
    ...(own?.variations === undefined ? {} : { variations: own.variations }),
    ...(modified === undefined ? {} : { modified: new Date(modified) }),
  };
}

/** What a booking names of availability. */
interface Wish {
  product_availability_id?: string | undefined;
  product_combi_details: readonly { product_availability_id?: string | undefined }[];
}

/** Locks the capacities that bookings name and reads what was changed about them: from here on it stays so until the transaction ends. */
export async function lockSlots(rows: WorldRows, wishes: readonly Wish[]): Promise<SlotEdits> {
  const ids = wishes.flatMap(({ product_availability_id: id, product_combi_details: parts }) => [
    id,
    ...parts.map((part) => part.product_availability_id),
  ]);
  const slots = [...new Set(ids)].flatMap((id) => (id === undefined || readSlotId(id) === undefined ? [] : (slotWithId(id) ?? [])));
  await rows.lock(...slots.map(({ capacityKey }) => `slot/${capacityKey}`));
  return editsOf(rows, slots);
}

/** What one ticket costs more or less in this slot than by its product. Undefined where nothing was written about it. */
export function variationCents(slot: Slot | undefined, typeId: string): number | undefined {
  return slot?.variations?.[typeId];
}

/** "-2.50" as cents. */
export const variationFrom = (amount: string): number => toCents(amount);
