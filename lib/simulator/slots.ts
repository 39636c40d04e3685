import { findProduct, hasSlots, type CatalogueProduct } from "@/lib/simulator/catalogue";
import { chance } from "@/lib/simulator/chance";
import { currentView } from "@/lib/simulator/current-world";
import { addDays, instantAt } from "@/lib/simulator/zoned-time";

/** One entry of the availability: when, and how many places there are. */
export interface Slot {
  /** What a booking names: product, day and time. Stable, and the same on every replica. */
  id: string;
  product: CatalogueProduct;
  /** "2026-03-29", in the venue's own calendar. */
  day: string;
  from: Date;
  to: Date;
  total: number;
  /** Places that others than the partner have taken; part of the seeded world. */
  takenByOthers: number;
  /** What its places are counted under: its own id, or that of a capacity which several products share. */
  capacityKey: string;
  /** The id of that capacity where it is shared. */
  sharedId?: string;
  /** False while it is shown and not sold. */
  isActive: boolean;
  label?: string;
  /** The most people that one booking may bring. */
  partySize?: number;
  /** By ticket type, in cents; in place of what the day adds. */
  variations?: Readonly<Record<string, number>>;
  /** When it was last changed, where that was after its product. */
  modified?: Date;
}

const CLOSED_DAY = "12-25";
const SOLD_OUT_SHARE = 0.04;

const SLOT_ID = /^(\d+)-(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})$/;

/** The slots of a product on a day of its venue; none for products without slots and when it is closed. */
export function slotsOn(product: CatalogueProduct, day: string): Slot[] {
  if (!hasSlots(product) || day.endsWith(CLOSED_DAY)) return [];
  const { zone } = product.place;
  return times(product).map(({ start, end }) => {
    const endDay = end <= start ? addDays(day, 1) : day;
    const id = `${product.seed.id}-${day.replaceAll("-", "")}-${start.replace(":", "")}`;
    const { capacity: total = 0, sharedCapacity: sharedId, partySize } = product.seed;
    const capacityKey = sharedId === undefined ? id : `${sharedId}-${id.slice(product.seed.id.length + 1)}`;
    return {
      id,
      product,
      day,
      from: instantAt(zone, day, start),
      to: instantAt(zone, endDay, end),
      total,
      takenByOthers: takenByOthers(capacityKey, total),
      capacityKey,
      isActive: true,
      ...(sharedId === undefined ? {} : { sharedId }),
      ...(partySize === undefined ? {} : { partySize }),
    };
  });
}

/** The product's id and the day of a slot id; undefined for any other text. */
export function readSlotId(id: string): { productId: string; day: string } | undefined {
  const [, productId, year, month, dayOfMonth] = SLOT_ID.exec(id) ?? [];
  return productId === undefined ? undefined : { productId, day: `${year}-${month}-${dayOfMonth}` };
}

/** The slot of that id as the data files have it; undefined when there is none. */
export function slotWithId(id: string): Slot | undefined {
  const read = readSlotId(id);
  const product = read === undefined ? undefined : findProduct(read.productId);
  return product === undefined || read === undefined ? undefined : slotsOn(product, read.day).find((slot) => slot.id === id);
}

function takenByOthers(id: string, total: number): number {
  const { seed } = currentView();
  const dealt = seed === undefined ? [id] : [seed, id];
  const draw = chance("taken", ...dealt);
  return draw < SOLD_OUT_SHARE ? total : Math.floor(total * 0.6 * chance("share", ...dealt));
}

function times({ seed }: CatalogueProduct): { start: string; end: string }[] {
  switch (seed.availabilityAdmission ?? seed.admission) {
    case "TIME_POINT":
      return (seed.times ?? []).map((start) => ({ start, end: later(start, seed.durationMinutes) }));
    case "TIME_PERIOD":
      return (seed.periods ?? []).map(([start, end]) => ({ start, end }));
    case "TIME_SLOT": {
      const [opens, closes] = seed.opening ?? ["10:00", "18:00"];
      const step = seed.slotMinutes ?? 60;
      const starts: { start: string; end: string }[] = [];
      for (let start = opens; start < closes; start = later(start, step)) starts.push({ start, end: later(start, step) });
      return starts;
    }
    case "TIME_DATE":
      return [{ start: "00:00", end: "23:59" }];
    case "TIME_OPEN":
      return [];
  }
}

function later(time: string, minutes: number): string {
  const [hours = 0, past = 0] = time.split(":").map(Number);
  const sum = (hours * 60 + past + minutes) % 1440;
  return `${String(Math.floor(sum / 60)).padStart(2, "0")}:${String(sum % 60).padStart(2, "0")}`;
}
