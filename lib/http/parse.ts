import type { z } from "zod";
import { AppError, type InputIssue } from "@/lib/shared/errors";

/** Every issue with its place as a JSON pointer, so that a form can put it beside its field. */
export function issuesOf(error: z.ZodError, root = ""): InputIssue[] {
  return error.issues.flatMap(withStrangers).map((issue) => ({
    path: [root, ...issue.path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1"))].join("/"),
    message: issue.message,
  }));
}

/** Of alternatives none of which fits, also the members that none of them knows: otherwise the refusal would name nothing. */
function withStrangers(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [first = [], ...others] = issue.errors.map((alternative) => alternative.filter(({ code }) => code === "unrecognized_keys"));
  const strange = first.filter(({ message }) => others.every((alternative) => alternative.some((other) => other.message === message)));
  return [...strange.map((one) => ({ ...one, path: [...issue.path, ...one.path] })), issue];
}

/** Parses one part of a request; a refusal names every field. */
export function parsePart(schema: z.ZodType | undefined, value: unknown, part: "params" | "query" | "body"): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = issuesOf(parsed.error, part === "body" ? "" : `/${part}`);
  throw new AppError("request.invalid", issues.map((issue) => `${issue.path || "The body"}: ${issue.message}`).slice(0, 3).join("; "), { issues });
}
