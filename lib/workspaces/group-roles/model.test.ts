import { expect, it } from "vitest";
import { givenBy, groupsIn, readGroupRules } from "./model";

it("reads rules whose groups hold commas, slashes and equal signs", () => {
  expect(readGroupRules("cn=ops,dc=example=operator; /tour desk = acme:developer ;it=acme:admin;")).toEqual([
    { group: "cn=ops,dc=example", operator: true },
    { group: "/tour desk", workspace: "acme", role: "developer" },
    { group: "it", workspace: "acme", role: "admin" },
  ]);
});

it.each(["staff", "staff=", "=acme:admin", "staff=acme", "staff=acme:king", "staff=Acme Tours:admin", "a=acme:admin,b=acme:viewer"])("cannot read %j", (text) => {
  expect(readGroupRules(text)).toBeUndefined();
});

it("gives the highest role of several groups, whatever their order", () => {
  const rules = readGroupRules("a=acme:viewer;b=acme:admin;c=acme:developer;d=north:viewer;e=operator") ?? [];
  expect(givenBy(rules, ["c", "b", "a"])).toEqual({ roles: new Map([["acme", "admin"]]), isOperator: false });
  expect(givenBy(rules, ["d", "e", "A"])).toEqual({ roles: new Map([["north", "viewer"]]), isOperator: true });
  expect(givenBy(rules, [])).toEqual({ roles: new Map(), isOperator: false });
});

it.each([
  ["a list", { groups: ["a", 7, "b"] }, ["a", "b"]],
  ["one name", { groups: "a" }, ["a"]],
  ["nothing", {}, []],
  ["a list that stands elsewhere", { _claim_names: { groups: "src1" } }, undefined],
])("reads %s", (_case, claims, groups) => {
  expect(groupsIn(claims, "groups")).toEqual(groups);
});
