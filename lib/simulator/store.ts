/** The simulator's own rows. Every query names the world first; nothing here knows a workspace. */
import "server-only";
import { and, desc, eq, gt, gte, isNull, lte, or, sql, sum } from "drizzle-orm";
import { everywhereDb, tenantDb, type Transaction } from "@/lib/db/client";
import { simulatorClients, simulatorCounters, simulatorRecords, simulatorSeats } from "@/lib/db/tables";

export interface ClientRow {
  clientId: string;
  /** SHA-256, hex. */
  secretHash: string;
  world: string;
}

/**
 * Makes the client, or gives an existing one a new secret. The world of an existing client never changes. Without a transaction of the
 * caller's it looks through the wall: whether another world has a client of this name is part of the question.
 */
export async function putClient(client: ClientRow, tx: Pick<Transaction, "insert"> = everywhereDb()): Promise<void> {
  const { secretHash } = client;
  await tx
    .insert(simulatorClients)
    .values(client)
    .onConflictDoUpdate({
      target: simulatorClients.clientId,
      set: { secretHash },
      setWhere: eq(simulatorClients.world, client.world),
    });
}

/** Through the wall: a client names itself, and its row says which world that is. */
export async function findClientRow(clientId: string, tx: Pick<Transaction, "select"> = everywhereDb()): Promise<ClientRow | undefined> {
  const [row] = await tx.select().from(simulatorClients).where(eq(simulatorClients.clientId, clientId));
  return row;
}

export type Kind = "reservation" | "order" | "order-version" | "payment" | "contact" | "contact-version" | "webhook" | "stock" | "slot";

export interface Row {
  reference: string;
  externalReference: string | null;
  document: Record<string, unknown>;
  createdAt: Date;
  modifiedAt: Date;
}

type NewRow = Row & { requestHash?: string };

export interface SlotUse {
  reserved: number;
  booked: number;
}

const COLUMNS = {
  reference: simulatorRecords.reference,
  externalReference: simulatorRecords.externalReference,
  document: simulatorRecords.document,
  createdAt: simulatorRecords.createdAt,
  modifiedAt: simulatorRecords.modifiedAt,
};

/** When the newest of some rows last changed, for `Last-Modified`; nothing for none. */
export function lastModifiedOf(rows: readonly Row[]): { lastModified?: Date } {
  if (rows.length === 0) return {};
  return { lastModified: new Date(Math.max(...rows.map(({ modifiedAt }) => modifiedAt.getTime()))) };
}

/** One world inside one transaction. Locks are taken in this order: a request, a record, slots. */
export class WorldRows {
  private readonly followUps = new Set<() => void>();

  constructor(
    readonly tx: Transaction,
    readonly world: string,
  ) {}

  /** Has something done once, when all of this is in the database; never when it is not. */
  afterCommit(followUp: () => void): void {
    this.followUps.add(followUp);
  }

  /** For `inWorld` alone. */
  committed(): void {
    for (const followUp of this.followUps) followUp();
  }

  /** Waits until nobody else works on the same thing; held until the transaction ends. */
  async lock(...things: readonly string[]): Promise<void> {
    // Always in the same order, so that two callers cannot wait for each other.
    for (const thing of [...new Set(things)].sort()) {
      await this.tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`simulator/${this.world}/${thing}`}, 0))`);
    }
  }

  async find(kind: Kind, reference: string): Promise<Row | undefined> {
    const [row] = await this.tx.select(COLUMNS).from(simulatorRecords).where(this.key(kind, reference));
    return row;
  }

  /** The same, kept from everybody else until the transaction ends. */
  async findToChange(kind: Kind, reference: string): Promise<Row | undefined> {
    const [row] = await this.tx.select(COLUMNS).from(simulatorRecords).where(this.key(kind, reference)).for("update");
    return row;
  }

  /** The record that the same request made before. */
  async findRepeat(kind: Kind, externalReference: string, requestHash: string): Promise<Row | undefined> {
    const { world, kind: kindColumn, externalReference: external, requestHash: hash } = simulatorRecords;
    const same = and(eq(world, this.world), eq(kindColumn, kind), eq(external, externalReference), eq(hash, requestHash));
    const [row] = await this.tx.select(COLUMNS).from(simulatorRecords).where(same);
    return row;
  }

  /** Newest first. */
  async list(kind: Kind, since?: Date): Promise<Row[]> {
    const wanted = and(
      eq(simulatorRecords.world, this.world),
      eq(simulatorRecords.kind, kind),
      since === undefined ? undefined : gte(simulatorRecords.createdAt, since),
    );
    return this.tx
      .select(COLUMNS)
      .from(simulatorRecords)
      .where(wanted)
      .orderBy(desc(simulatorRecords.createdAt), desc(simulatorRecords.reference));
  }

  /** Those of a kind that belong to one external reference, such as the payments of an order. */
  async listOf(kind: Kind, externalReference: string): Promise<Row[]> {
    const { world, kind: kindColumn, externalReference: external } = simulatorRecords;
    const wanted = and(eq(world, this.world), eq(kindColumn, kind), eq(external, externalReference));
    return this.tx.select(COLUMNS).from(simulatorRecords).where(wanted);
  }

  /** The newest of a kind whose document has these members, also deep inside. */
  async findWith(kind: Kind, members: object): Promise<Row | undefined> {
    const { world, kind: kindColumn, document, createdAt } = simulatorRecords;
    const wanted = and(eq(world, this.world), eq(kindColumn, kind), sql`${document} @> ${JSON.stringify(members)}::jsonb`);
    const [row] = await this.tx.select(COLUMNS).from(simulatorRecords).where(wanted).orderBy(desc(createdAt)).limit(1);
    return row;
  }

  async insert(kind: Kind, row: NewRow): Promise<void> {
    await this.insertAll([{ kind, ...row }]);
  }

  async insertAll(records: readonly (NewRow & { kind: Kind })[]): Promise<void> {
    await this.tx.insert(simulatorRecords).values(records.map((row) => ({ ...row, world: this.world })));
  }

  /** Leaves a record alone that is there already. */
  async insertIfAbsent(kind: Kind, row: Row): Promise<void> {
    await this.tx
      .insert(simulatorRecords)
      .values({ ...row, world: this.world, kind })
      .onConflictDoNothing();
  }

  async update(kind: Kind, reference: string, document: Record<string, unknown>, modifiedAt: Date): Promise<void> {
    await this.tx.update(simulatorRecords).set({ document, modifiedAt }).where(this.key(kind, reference));
  }

  /** Those of the records that there are. */
  async findAll(kind: Kind, references: readonly string[]): Promise<Row[]> {
    const { world, kind: kindColumn, reference } = simulatorRecords;
    const wanted = and(eq(world, this.world), eq(kindColumn, kind), sql`${reference} = any(${sql.param([...references])}::text[])`);
    return this.tx.select(COLUMNS).from(simulatorRecords).where(wanted);
  }

  /** Makes the record or replaces it. */
  async put(kind: Kind, reference: string, document: Record<string, unknown>, modifiedAt: Date): Promise<void> {
    await this.putAll([{ kind, reference, document }], modifiedAt);
  }

  /** Makes each of the records or replaces it. */
  async putAll(records: readonly { kind: Kind; reference: string; document: Record<string, unknown> }[], modifiedAt: Date): Promise<void> {
    const { world, kind, reference, document, modifiedAt: modified } = simulatorRecords;
    await this.tx
      .insert(simulatorRecords)
      .values(records.map((record) => ({ ...record, world: this.world, createdAt: modifiedAt, modifiedAt })))
      .onConflictDoUpdate({
        target: [world, kind, reference],
        set: { document: sql`excluded.${sql.identifier(document.name)}`, modifiedAt: sql`excluded.${sql.identifier(modified.name)}` },
      });
  }

  /** False when there was none. */
  async remove(kind: Kind, reference: string): Promise<boolean> {
    const removed = await this.tx
      .delete(simulatorRecords)
      .where(this.key(kind, reference))
      .returning({ reference: simulatorRecords.reference });
    return removed.length > 0;
  }

  /** Places that partners hold or have booked, by slot; a slot without any is left out. Holds that lapsed count no more. */
  async use(slots: readonly string[], now: Date): Promise<Map<string, SlotUse>> {
    if (slots.length === 0) return new Map();
    const { world, slot, seats, heldUntil } = simulatorSeats;
    // One array, not one parameter for each slot: a month of half hours is a thousand of them.
    const live = or(isNull(heldUntil), gt(heldUntil, now));
    const rows = await this.tx
      .select({ slot, isHeld: sql<boolean>`${heldUntil} is not null`, seats: sum(seats).mapWith(Number) })
      .from(simulatorSeats)
      .where(and(eq(world, this.world), sql`${slot} = any(${sql.param([...slots])}::text[])`, live))
      .groupBy(slot, sql`${heldUntil} is not null`);
    const uses = new Map<string, SlotUse>();
    for (const row of rows) {
      const use = uses.get(row.slot) ?? { reserved: 0, booked: 0 };
      uses.set(row.slot, row.isHeld ? { ...use, reserved: row.seats } : { ...use, booked: row.seats });
    }
    return uses;
  }

  /** @param heldUntil - null books them for good */
  async takeSeats(slot: string, item: string, seats: number, heldUntil: Date | null): Promise<void> {
    await this.tx
      .insert(simulatorSeats)
      .values({ world: this.world, slot, item, seats, heldUntil })
      .onConflictDoUpdate({ target: [simulatorSeats.world, simulatorSeats.slot, simulatorSeats.item], set: { seats, heldUntil } });
  }

  /** Gives back everything that a booking holds, and forgets holds of its slots that lapsed long ago. */
  async releaseSeats(item: string, now: Date): Promise<void> {
    const { world, item: itemColumn, heldUntil } = simulatorSeats;
    const lapsed = new Date(now.getTime() - 86_400_000);
    await this.tx.delete(simulatorSeats).where(and(eq(world, this.world), or(eq(itemColumn, item), lte(heldUntil, lapsed))));
  }

  /** Adds to a count of the world, which is kept from others until the transaction ends. False, and nothing added, beyond `most`. */
  async count(name: string, add: number, most?: number): Promise<boolean> {
    if (most !== undefined && add > most) return false;
    const { world, value } = simulatorCounters;
    const counted = await this.tx
      .insert(simulatorCounters)
      .values({ world: this.world, name, value: add })
      .onConflictDoUpdate({
        target: [world, simulatorCounters.name],
        set: { value: sql`${value} + ${add}` },
        ...(most === undefined ? {} : { setWhere: lte(sql`${value} + ${add}`, most) }),
      })
      .returning({ value });
    return counted.length > 0;
  }

  /** 0 for what was never counted. */
  async counted(name: string): Promise<number> {
    const { world, value } = simulatorCounters;
    const [row] = await this.tx
      .select({ value })
      .from(simulatorCounters)
      .where(and(eq(world, this.world), eq(simulatorCounters.name, name)));
    return row?.value ?? 0;
  }

  private key(kind: Kind, reference: string) {
    return and(eq(simulatorRecords.world, this.world), eq(simulatorRecords.kind, kind), eq(simulatorRecords.reference, reference));
  }
}

/** Runs in one transaction on one world: all of it happens or nothing. */
export async function inWorld<T>(world: string, run: (rows: WorldRows) => Promise<T>): Promise<T> {
  let rows: WorldRows | undefined;
  const result = await tenantDb(world).transaction((tx) => run((rows = new WorldRows(tx, world))));
  rows?.committed();
  return result;
}
