import type { Operation } from "@/lib/catalog/model";
import type { Grant } from "@/lib/simulator/access-tokens";
import type { Query } from "@/lib/simulator/query";
import type { Reply } from "@/lib/simulator/reply";
import type { ApiVersion } from "@/lib/simulator/versions";

/** A request that has passed every general check, as a resource sees it. */
export interface Call {
  operation: Operation;
  version: ApiVersion;
  path: Readonly<Record<string, string>>;
  query: Query;
  /** Valid under the operation's schema; undefined when it has none. */
  body: unknown;
  /** Undefined for operations that need no token. */
  grant: Grant | undefined;
  /** The chosen representation. */
  accept: string;
  /** Set where one operation has a second reading under an address of its own. */
  variant: Variant | undefined;
  now: Date;
  /** Where the caller reached the simulator, without version and path: "http://localhost:3000/api/simulator". */
  base: string;
}

/** `calculated-pricing`: availability with prices in place of variations. */
export type Variant = "calculated-pricing";

export type Resource = (call: Call) => Reply | Promise<Reply>;

/** The world that the caller's token opens. @throws Error for operations without a token: a mistake of ours */
export function worldOf(call: Call): string {
  if (call.grant === undefined) throw new Error(`${call.operation.id} has no token and so no world`);
  return call.grant.world;
}
