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
});
