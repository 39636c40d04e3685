import { schemaOf } from "@/lib/catalog/schemas";
import { unknownMembers } from "@/lib/catalog/unknown-members";
import { validateAgainst } from "@/lib/catalog/validate";
import { isMasked } from "./model";

export interface ReplyFinding {
  /** JSON pointer; empty for the whole body. */
  path: string;
  message: string;
  /** "information" for what the description does not name: a server may say more than its documents. */
  kind: "difference" | "information";
}

export type ReplyCheck = { kind: "checked"; findings: ReplyFinding[] } | { kind: "not-json" };

/**
 * Holds the body of a reply against what the description says of it. A value that was masked when its run was kept is passed over.
 *
 * @param schemaName - of the documented response, for `schemaOf`
 */
export function checkReply(schemaName: string, text: string): ReplyCheck {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "not-json" };
  }
  const schema = schemaOf(schemaName) ?? {};
  const differences = validateAgainst(schema, value).filter(({ path }) => {
    const found = valueAt(value, path);
    return typeof found !== "string" || !isMasked(found);
  });
  return {
    kind: "checked",
    findings: [
      ...differences.map(({ path, message }) => ({ path, message, kind: "difference" as const })),
      ...unknownMembers(schema, value).map((path) => ({ path, message: "is not in the description", kind: "information" as const })),
    ],
  };
}

function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((at, name) => (typeof at === "object" && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined), value);
}
