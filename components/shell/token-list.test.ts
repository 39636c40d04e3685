import { describe, expect, it } from "vitest";
import type { TokenList } from "@/lib/tokens/schema";
import { livingTokenAt } from "./token-list";

const token = (id: string, changes: object = {}) => ({
  id,
  environment: "staging",
  apiVersion: "3.8",
  state: "live",
  issuedAt: "2027-01-01T10:00:00.000Z",
  ...changes,
});
const listOf = (...tokens: object[]) => ({ now: "2027-01-01T10:10:00.000Z", tokens, exchanges: [] }) as unknown as TokenList;

describe("the token of a place", () => {
  it("is the newest of those that are alive there", () => {
    const list = listOf(
      token("old"),
      token("new", { issuedAt: "2027-01-01T10:05:00.000Z" }),
      token("older", { issuedAt: "2027-01-01T09:00:00.000Z" }),
    );
    expect(livingTokenAt(list, { environment: "staging", version: "3.8" })?.id).toBe("new");
  });

  it("is none of another environment, of another version, or that has ended", () => {
    const list = listOf(token("a", { environment: "sandbox" }), token("b", { apiVersion: "3.7" }), token("c", { state: "expired" }));
    expect(livingTokenAt(list, { environment: "staging", version: "3.8" })).toBeUndefined();
  });
});
