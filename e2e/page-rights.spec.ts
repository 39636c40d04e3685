/** Eight kinds of people ask for every page of the built console by plain HTTP, and get what the table of rights says. */
import { PAGE_RIGHTS } from "@/lib/server/testing/rights";
import { mayRole, ROLES, type Role } from "@/lib/workspaces/model";
import { signInByApi, type ApiPerson } from "./api-person";
import { aRun } from "./api-runs";
import { joinedByApi, partnerByApi } from "./colleague";
import { expect, OWNER, test } from "./fixtures";

type Kind = "anonymous" | "outsider" | "ex-member" | "operator" | Role;
type Verdict = "sign in" | "led on" | "nothing there" | "not your role" | "in";

const someone = (name: string) => ({ name, email: `${name.toLowerCase()}@example.com`, password: "seven blue herons land at dusk" });

function expectedOf(kind: Kind, page: string): Verdict {
  const right = PAGE_RIGHTS[page]?.right ?? "open";
  const isAnonymous = kind === "anonymous";
  if (right === "new console") return "nothing there";
  if (right === "guest") return isAnonymous ? "in" : "led on";
  if (right === "open") return "in";
  if (isAnonymous) return "sign in";
  if (right === "home") return "led on";
  if (right === "person") return "in";
  if (right === "operator") return kind === "operator" ? "in" : "nothing there";
  if (kind === "outsider" || kind === "ex-member" || kind === "operator") return "nothing there";
  return mayRole(kind, right) ? "in" : "not your role";
}

function verdictOf(status: number, location: string | null, text: string, heading: string | undefined): Verdict | undefined {
  if (status === 307 && location !== null) return new URL(location, "http://console").pathname === "/sign-in" ? "sign in" : "led on";
  if (status === 404) return "nothing there";
  if (status !== 200) return undefined;
  if (text.includes("This page is for other roles")) return "not your role";
  // A run's heading begins with its method.
  return heading !== undefined && headingsOf(text).some((words) => words.endsWith(heading)) ? "in" : undefined;
}

function headingsOf(text: string): string[] {
  return [...text.matchAll(/<h1[^>]*>(.*?)<\/h1>/gs)].map(([, inner = ""]) => inner.replaceAll(/<[^>]*>/g, ""));
}

test("every page opens for whom the table of rights says, and for nobody else", async ({ newConsole }) => {
  test.setTimeout(300_000);
  const { origin } = await newConsole({ OWNER_EMAIL: OWNER.email, OWNER_PASSWORD: OWNER.password });
  const operator = await signInByApi(origin, OWNER.email, OWNER.password);
  const { person: owner, slug } = await partnerByApi(operator, origin, "North Pier Tours", someone("Paula"));
  const { person: outsider } = await partnerByApi(operator, origin, "South Pier Tours", someone("Otto"));
  const join = (name: string, role: Role) => joinedByApi(owner, origin, slug, someone(name), role);
  const [admin, developer, viewer, exMember] = [await join("Ada", "admin"), await join("Dora", "developer"), await join("Vera", "viewer"), await join("Emil", "admin")];
  const at = `/api/bff/workspaces/${slug}`;
  const { members } = JSON.parse((await owner.ask("GET", `${at}/members`)).text) as { members: { userId: string; name: string }[] };
  expect((await owner.ask("DELETE", `${at}/members/${members.find(({ name }) => name === "Emil")?.userId}`)).status).toBe(200);
  // So that whoever was a member is led somewhere when they come.
  expect((await exMember.ask("POST", "/api/bff/workspaces", { name: "Elsewhere" })).status).toBe(200);

  const { credentials } = JSON.parse((await owner.ask("GET", `${at}/credentials`)).text) as { credentials: { id: string }[] };
  expect((await owner.ask("POST", `${at}/runs`, aRun({ environment: "simulator", credentialId: credentials[0]?.id ?? null }))).status).toBe(200);
  const { runs } = JSON.parse((await owner.ask("GET", `${at}/runs`)).text) as { runs: { id: string }[] };
  const filled = (page: string) => page.replace("[workspace]", slug).replace("[operation]", "getProducts").replace("[run]", runs[0]?.id ?? "");

  const people: Readonly<Record<Kind, ApiPerson | undefined>> = { anonymous: undefined, outsider, "ex-member": exMember, operator, owner, admin, developer, viewer };
  expect(Object.keys(people)).toHaveLength(4 + ROLES.length);
  const wrong: string[] = [];
  const seen = new Set<Verdict | undefined>();
  for (const [page, { heading }] of Object.entries(PAGE_RIGHTS)) {
    for (const kind of Object.keys(people) as Kind[]) {
      const cookie = people[kind]?.cookie;
      const answer = await fetch(`${origin}${filled(page)}`, { redirect: "manual", headers: cookie === undefined ? {} : { cookie } });
      const text = await answer.text();
      const verdict = verdictOf(answer.status, answer.headers.get("location"), text, heading);
      seen.add(verdict);
      if (verdict !== expectedOf(kind, page)) wrong.push(`${kind} ${page}: ${answer.status} ${verdict ?? "?"} ${headingsOf(text).join()}`);
    }
  }
  expect(wrong).toEqual([]);
  expect([...seen].sort()).toEqual(["in", "led on", "not your role", "nothing there", "sign in"]);
});
