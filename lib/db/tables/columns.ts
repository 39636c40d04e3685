/** Columns that many tables share. */
import { customType, timestamp } from "drizzle-orm/pg-core";

/** Bytes as they are. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** A moment, with its zone. */
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** Text in the order of its bytes, so that a beginning can be looked for with a range, which every index serves. */
export const byteText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });
