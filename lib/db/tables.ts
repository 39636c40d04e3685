/**
 * Every table of the console, a file for each side of it. Rows of a workspace have `workspace_id` first in their key, so
 * that the database can be spread by it later. A secret is only ever stored sealed or hashed.
 */
export * from "./tables/audit";
export * from "./tables/collections";
export * from "./tables/credentials";
export * from "./tables/fair-use";
export * from "./tables/partners";
export * from "./tables/people";
export * from "./tables/runs";
export * from "./tables/simulator";
export * from "./tables/workspaces";
