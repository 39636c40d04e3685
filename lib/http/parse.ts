import type { z } from "zod";
import { AppError, type InputIssue } from "@/lib/shared/errors";

/** Every issue with its place as a JSON pointer, so that a form can put it beside its field. */
export function issuesOf(error: z.ZodError, root = ""): InputIssue[] {
  return error.issues.map((issue) => ({
    path: [root, ...issue.path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1"))].join("/"),
    message: issue.message,
  }));
}

/** Parses one part of a request; a refusal names every field. */
export function parsePart(schema: z.ZodType | undefined, value: unknown, part: "params" | "query" | "body"): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = issuesOf(parsed.error, part === "body" ? "" : `/${part}`);
  throw new AppError("request.invalid", issues.map((issue) => `${issue.path || "The body"}: ${issue.message}`).slice(0, 3).join("; "), { issues });
}
