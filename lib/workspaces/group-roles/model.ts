/** What the groups of an identity provider are worth here. Pure. */
import { ROLES, type Role } from "../model";

/** A group and what its people get: a role in one workspace, or being an operator of the installation. */
export type GroupRule = { group: string; workspace: string; role: Role } | { group: string; operator: true };

const OPERATOR = "operator";
/** A comma between two rules would otherwise make one group of an odd name out of both. */
const TWO_RULES = /=\s*([a-z0-9-]+:[a-z]+|operator)\s*,/;

/**
 * Reads rules such as `tour-desk=acme:developer; it=acme:admin; platform=operator`. A group's name may hold anything
 * but a semicolon; what comes after its last `=` is what it gives.
 *
 * @returns undefined when one of them cannot be read
 */
export function readGroupRules(text: string): readonly GroupRule[] | undefined {
  const rules: GroupRule[] = [];
  for (const part of text.split(";").map((one) => one.trim()).filter(Boolean)) {
    const [, group = "", given = ""] = /^(.+)=([^=]+)$/.exec(part) ?? [];
    const [, workspace = "", roleText = ""] = /^([a-z0-9-]+):([a-z]+)$/.exec(given.trim()) ?? [];
    const role = ROLES.find((known) => known === roleText);
    if (TWO_RULES.test(group)) return undefined;
    if (group.trim() !== "" && given.trim() === OPERATOR) rules.push({ group: group.trim(), operator: true });
    else if (group.trim() !== "" && role) rules.push({ group: group.trim(), workspace, role });
    else return undefined;
  }
  return rules;
}

export interface Given {
  /** The highest role for each workspace, by its slug. */
  roles: ReadonlyMap<string, Role>;
  isOperator: boolean;
}

/** What these groups give together. Names are compared as they are, letter by letter. */
export function givenBy(rules: readonly GroupRule[], groups: readonly string[]): Given {
  const roles = new Map<string, Role>();
  const mine = rules.filter(({ group }) => groups.includes(group));
  for (const rule of mine) {
    if (!("workspace" in rule)) continue;
    const before = roles.get(rule.workspace);
    if (before === undefined || ROLES.indexOf(rule.role) < ROLES.indexOf(before)) roles.set(rule.workspace, rule.role);
  }
  return { roles, isOperator: mine.some((rule) => "operator" in rule) };
}

/**
 * The groups that checked claims name; undefined when the provider says that it left them out, as some do for people
 * with very many. A claim that is missing means no groups.
 */
export function groupsIn(claims: Readonly<Record<string, unknown>>, claim: string): readonly string[] | undefined {
  const said = claims[claim];
  if (typeof said === "string") return [said];
  if (Array.isArray(said)) return said.filter((one): one is string => typeof one === "string");
  const elsewhere = claims._claim_names;
  if (typeof elsewhere === "object" && elsewhere !== null && claim in elsewhere) return undefined;
  return [];
}
