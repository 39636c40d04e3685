/** Who may do what: every kind of people at every address, against the table of rights. */
import { describe, expect, it } from "vitest";
import { aMember, anOperator, cookieOf } from "@/lib/auth/testing/people";
import { changeMember, removeMember } from "@/lib/workspaces/members/service";
import { mayRole, ROLES, type Action, type Role, type WorkspaceScope } from "@/lib/workspaces/model";
import { appFiles } from "./testing/app-folder";
import { type Reply } from "./testing/ask-as";
import { consoleInTests } from "./testing/console-in-tests";
import { PAGE_RIGHTS, RIGHTS, type Right } from "./testing/rights";
import { ROUTES } from "./testing/surface";

const { ask, thrown } = consoleInTests();

/** A "reader" is a developer for whom every environment is read-only. */
type Kind = "anonymous" | "outsider" | "ex-member" | "operator" | "reader" | Role;
const KINDS: readonly Kind[] = ["anonymous", "outsider", "ex-member", "operator", "reader", ...ROLES];

/** After these somebody is not who they were, so nobody else's case may begin with them. */
const CHANGES_WHO_IS_THERE = /^(DELETE|POST) .*(\/membership|\/account\/.*|\/\[workspace\])$/;

/** A person of this kind. */
async function someone(kind: Kind, owner: WorkspaceScope): Promise<string | undefined> {
  if (kind === "anonymous") return undefined;
  if (kind === "owner") return cookieOf(owner.userId);
  if (kind === "operator") return cookieOf((await anOperator()).userId);
  if (kind === "outsider") return cookieOf((await aMember("owner")).userId);
  const member = await aMember(kind === "ex-member" ? "admin" : kind === "reader" ? "developer" : kind, owner);
  const cookie = await cookieOf(member.userId);
  if (kind === "reader") await changeMember(owner, member.userId, { readOnly: [...member.environments] });
  if (kind === "ex-member") await removeMember(owner, member.userId);
  return cookie;
}

type Verdict = "sign in" | "nothing there" | "not your role" | "read only" | "no operator" | "in";

function verdictOf({ status, code, detail }: Reply): Verdict {
  if (status === 401 && code === "session.required") return "sign in";
  if (status === 404 && detail.startsWith("There is no workspace under this address")) return "nothing there";
  if (status === 403 && detail.startsWith("This is for the operators of this installation")) return "no operator";
  if (status === 403 && /^As \w+ you may not do this/.test(detail)) return "not your role";
  if (status === 403 && detail.startsWith("You may only read in")) return "read only";
  return "in";
}

/** Doors that change the simulator's world whatever is asked of them. At others it depends on the call, which is not sent here. */
const changesTheWorld = (door: string, right: Right) => right === "simulator.control" || door.endsWith("/repeat");

function expectedOf(kind: Kind, right: Right, door: string): Verdict {
  if (right === "open") return "in";
  if (kind === "anonymous") return "sign in";
  if (right === "person") return "in";
  if (right === "operator") return kind === "operator" ? "in" : "no operator";
  if (kind === "outsider" || kind === "ex-member" || kind === "operator") return "nothing there";
  if (kind === "reader" && changesTheWorld(door, right)) return "read only";
  return mayRole(kind === "reader" ? "developer" : kind, right) ? "in" : "not your role";
}

describe("who may do what", () => {
  it("is written down for every address and method that is served, and for no other", () => {
    const served = Object.entries(ROUTES).flatMap(([address, methods]) => methods.map((method) => `${method} ${address}`));
    expect(Object.keys(RIGHTS).sort()).toEqual(served.sort());
  });

  it("is written down for every page, and for no other; a browser test tries them", () => {
    expect(Object.keys(PAGE_RIGHTS).sort()).toEqual(appFiles("page").map(({ address }) => address));
  });

  it("holds for everybody at every address over HTTP", { timeout: 120_000 }, async () => {
    const wrong: string[] = [];
    const seen = new Set<Verdict>();
    const everybody = async () => {
      const owner = await aMember("owner");
      return { slug: owner.workspaceSlug, cookies: await Promise.all(KINDS.map(async (kind) => [kind, await someone(kind, owner)] as const)) };
    };
    const usual = await everybody();
    for (const [door, right] of Object.entries(RIGHTS)) {
      const [method = "", address = ""] = door.split(" ");
      const { slug, cookies } = CHANGES_WHO_IS_THERE.test(door) ? await everybody() : usual;
      for (const [kind, cookie] of cookies) {
        const reply = await ask(method, address, slug, cookie);
        const verdict = verdictOf(reply);
        seen.add(verdict);
        if (verdict !== expectedOf(kind, right, door) || reply.status >= 500) wrong.push(`${kind} ${door}: ${reply.status} ${reply.code ?? ""} ${verdict}`);
      }
    }
    expect(wrong).toEqual([]);
    expect([...seen].sort()).toEqual(["in", "no operator", "not your role", "nothing there", "read only", "sign in"]);
    expect(thrown()).toEqual([]);
  });
});

it("acts for nobody by their role alone: every action is somebody's and some are not a viewer's", () => {
  const actions = Object.values(RIGHTS).filter((right): right is Action => right !== "open" && right !== "person" && right !== "operator");
  expect(new Set(actions).size).toBeGreaterThan(12);
  expect(actions.some((action) => !mayRole("viewer", action))).toBe(true);
});
