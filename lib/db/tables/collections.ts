/** Requests that a workspace keeps under a name, in collections. */
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { workspaceId } from "./workspaces";

/** Who wrote a row and when, and how often: whoever changes it says which version they saw. */
const written = () => ({
  version: integer("version").notNull().default(1),
  createdBy: uuid("created_by").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
  changedBy: uuid("changed_by").notNull(),
  changedAt: at("changed_at").notNull().defaultNow(),
});

export const collections = pgTable(
  "collections",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull().defaultRandom(),
    name: text("name").notNull(),
    /** Plain text of several lines; empty for none. */
    note: text("note").notNull().default(""),
    /** Place in the list, from 0; equal places stand in the order of their making. */
    position: integer("position").notNull(),
    ...written(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

export const savedRequests = pgTable(
  "saved_requests",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull().defaultRandom(),
    collectionId: uuid("collection_id").notNull(),
    name: text("name").notNull(),
    note: text("note").notNull().default(""),
    /** Place in its collection. */
    position: integer("position").notNull(),
    operationId: text("operation_id").notNull(),
    /** The form, with what is masked in it; like `runs.input`. */
    input: jsonb("input").$type<Record<string, unknown>>().notNull(),
    ...written(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ name: "saved_requests_of_collection", columns: [t.workspaceId, t.collectionId], foreignColumns: [collections.workspaceId, collections.id] }).onDelete("cascade"),
    index("saved_requests_by_place").on(t.workspaceId, t.collectionId, t.position),
  ],
);
