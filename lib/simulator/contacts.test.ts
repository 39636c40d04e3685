import { beforeAll, expect, it } from "vitest";
import { testDatabase } from "@/lib/db/testing/database";
import { bookingWords, direct, freesale } from "@/lib/simulator/testing/booking";
import { contractProblems } from "@/lib/simulator/testing/contract";
import { testSimulator, type TestSimulator } from "@/lib/simulator/testing/simulator";

let simulator: TestSimulator;

beforeAll(async () => {
  await testDatabase();
  simulator = await testSimulator({ now: () => new Date("2026-10-20T08:00:00Z") });
});

interface Versions {
  contact: Record<string, unknown>;
  contact_versions?: Record<string, unknown>[];
}

it("a contact shows its older versions when they are asked for, newest first and as they were", async () => {
  const made = await bookingWords(simulator).place([direct(freesale)], {
    order_contacts: [{ contact_name_first: "Ada", contact_email: "ada@example.com" }],
  });
  const path = `/contacts/${String(made.order_contacts[0]?.contact_uid)}`;
  const get = async (query = "") => {
    const answer = await simulator.authorized("GET", path + query);
    expect([answer.status, contractProblems("getContact", 200, answer.body)]).toEqual([200, []]);
    return { ...(answer.body as { data: Versions }).data, note: answer.headers["simulator-note"] };
  };
  expect((await get("?include_versions=true")).contact_versions).toEqual([]);
  for (const name of ["Grace", "Barbara"]) {
    await simulator.authorized("PUT", path, { data: { contact: { contact_name_first: name } } });
  }
  const { contact, contact_versions: older, note } = await get("?include_versions=true");
  expect(contact).toMatchObject({ contact_version: 3, contact_name_first: "Barbara" });
  expect(older).toMatchObject([
    { contact_version: 2, contact_name_first: "Grace" },
    { contact_version: 1, contact_name_first: "Ada", contact_email: "ada@example.com" },
  ]);
  expect(older?.[0]).not.toHaveProperty("contact_email");
  expect(note).toContain("contact_versions is modelled");
  expect(await get()).not.toHaveProperty("contact_versions");
});

it("nothing failed inside the simulator", () => {
  expect(simulator.reported).toEqual([]);
});
