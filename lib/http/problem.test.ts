import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/shared/errors";
import { problemResponse, toProblem } from "./problem";

describe("a failure of the console", () => {
  it("keeps the message of an unknown error out of the answer", async () => {
    const answer = await problemResponse(toProblem(new Error("password=hunter2"), "r-1")).text();
    expect(answer).not.toContain("hunter2");
    expect(JSON.parse(answer)).toMatchObject({ origin: "console", status: 500, code: "console.bug", requestId: "r-1" });
  });

  it("says when to come back", () => {
    const response = problemResponse(toProblem(new AppError("throttle.exceeded", "Wait a little.", { retryAfterSeconds: 30 }), "r-2"));
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("30");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("names each field that is wrong", () => {
    const problem = toProblem(new AppError("request.invalid", "x", { issues: [{ path: "/label", message: "is empty" }] }), "r-3");
    expect(problem.issues).toEqual([{ path: "/label", message: "is empty" }]);
  });

  it.each([
    ["a refused connection", Object.assign(new Error("connect"), { code: "ECONNREFUSED" })],
    ["a socket that is gone", Object.assign(new Error("connect"), { code: "ENOENT" })],
    ["a database that is shutting down", Object.assign(new Error("x"), { code: "57P01" })],
    ["a full disk", Object.assign(new Error("x"), { code: "53100" })],
    ["files that cannot be written", Object.assign(new Error("x"), { code: "58030" })],
    ["a standby that may only be read", Object.assign(new Error("x"), { code: "25006" })],
    ["a statement that took too long", Object.assign(new Error("x"), { code: "57014" })],
    ["a deadlock that another one won", Object.assign(new Error("x"), { code: "40P01" })],
    ["too many connections", Object.assign(new Error("x"), { code: "53300" })],
    ["an outage that a query wrapped", new Error("Failed query: password=hunter2", { cause: new Error("Connection terminated unexpectedly") })],
  ])("is a 503 with a time to come back when the database is away: %s", async (_case, thrown) => {
    const response = problemResponse(toProblem(thrown, "r-4"));
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await response.text()).not.toContain("hunter2");
  });

  it("is the stop that a query wrapped, without the query", () => {
    const stop = new AppError("workspace.busy", "Too much at once.", { retryAfterSeconds: 2 });
    expect(toProblem(new Error("Failed query: password=hunter2", { cause: stop }), "r-6")).toMatchObject({ code: "workspace.busy", status: 429, detail: "Too much at once.", retryAfterSeconds: 2 });
  });

  it("is a bug of ours when the query was wrong", () => {
    expect(toProblem(Object.assign(new Error("x"), { code: "42601" }), "r-5").code).toBe("console.bug");
  });
});
