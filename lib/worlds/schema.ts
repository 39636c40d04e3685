import { z } from "zod";
import { faultRule } from "@/lib/catalog/fault-rules";

/** What travels between the Simulator page and the console. Names of the simulator's own answers are kept, so that the page and its API read alike. */

/** A fault rule as it is shown. */
const ruleView = z.object({
  id: z.string(),
  rule: faultRule,
  paused: z.boolean(),
  /** Why it strikes no more; null while it may. */
  over: z.enum(["strikes", "moment"]).nullable(),
  seen: z.number(),
  struck: z.number(),
  last_struck_at: z.string().nullable(),
  created_at: z.string(),
});

export const testProduct = z.object({
  id: z.string(),
  case: z.string(),
  title: z.string(),
  changed: z.boolean(),
  document: z.record(z.string(), z.unknown()),
  seed: z.record(z.string(), z.unknown()),
});

/** A workspace's world in the simulator, as the page shows it. */
export const worldView = z.object({
  /** Where a partner's own software is pointed at. */
  base_url: z.string(),
  /** True when every workspace of this installation uses the one client that its operator fixed, and so one world. */
  shared: z.boolean(),
  /** ISO 8601, by the world's clock. */
  now: z.string(),
  clock_offset_seconds: z.number(),
  /** True while it stands still. */
  clock_held: z.boolean(),
  /** What references and occupancy are dealt from; null for the world's own. */
  seed: z.string().nullable(),
  counts: z.record(z.string(), z.number()),
  fair_use: z.object({
    on: z.boolean(),
    requests: z.number(),
    requests_allowed: z.number(),
    refusals: z.number(),
    refusals_allowed: z.number(),
    blocked_until: z.string().nullable(),
  }),
  /** For software of one's own; the console's own client is not among them. */
  clients: z.array(z.strictObject({ client_id: z.string(), label: z.string(), created_at: z.string() })),
  rules: z.array(ruleView),
  products: z.array(testProduct),
});

export type WorldView = z.output<typeof worldView>;
export type RuleView = WorldView["rules"][number];
export type TestProduct = WorldView["products"][number];

/** Ten years either way. */
const MAX_OFFSET_SECONDS = 10 * 366 * 86_400;

const LONGEST_LABEL = 60;
const clientLabel = z
  .string()
  .trim()
  .min(1, "Give it a name, such as the system that uses it.")
  .max(LONGEST_LABEL, `Use at most ${LONGEST_LABEL} characters.`)
  .refine((label) => !/\p{C}/u.test(label), "Remove the invisible characters.");

/** The only answer that ever holds the secret of a client. */
export const addClient = { body: z.strictObject({ label: clientLabel }), answer: z.strictObject({ client_id: z.string(), client_secret: z.string(), world: worldView }) };
export const removeClient = { params: z.object({ client: z.string().regex(/^simulator-[0-9a-f]{12}$/) }), answer: worldView };

export const readWorld = { answer: worldView };
const clockChange = z
  .strictObject({ offset_seconds: z.int().min(-MAX_OFFSET_SECONDS).max(MAX_OFFSET_SECONDS).optional(), held: z.boolean().optional() })
  .refine(({ offset_seconds, held }) => offset_seconds !== undefined || held !== undefined, "Say where the clock is to be, whether it stands there, or both.");
export const setClock = { body: clockChange, answer: worldView };
const seed = z.string().regex(/^[\x20-\x7e]*$/, "Use letters, digits and signs of ASCII.").max(60, "Use at most 60 characters.");
export const resetWorld = { body: z.strictObject({ keep_rules: z.boolean(), keep_products: z.boolean(), seed: seed.optional() }), answer: worldView };
export const switchFairUse = { body: z.strictObject({ on: z.boolean() }), answer: worldView };
export const addRule = { body: faultRule, answer: worldView };
const ruleParams = z.object({ rule: z.uuid() });
const ruleChange = z
  .strictObject({ rule: faultRule.optional(), paused: z.boolean().optional() })
  .refine(({ rule, paused }) => rule !== undefined || paused !== undefined, "Say what to change: the rule, whether it is paused, or both.");
export const changeRule = { params: ruleParams, body: ruleChange, answer: worldView };
export const removeRule = { params: ruleParams, answer: worldView };
const productParams = z.object({ product: z.string().regex(/^\d{1,20}$/) });
export const changeProduct = { params: productParams, body: z.record(z.string(), z.unknown()), answer: worldView };
export const restoreProduct = { params: productParams, answer: worldView };
