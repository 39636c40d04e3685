/**
 * A fault rule of the simulator: when it strikes, what it then does, and until when. The
 * simulator's own address for rules, its database and the console's page all use this one shape.
 */
import { z } from "zod";
import { FAULTS } from "./faults";
import { HTTP_METHODS } from "./model";

/** What a status fault may answer with: the documented ones. */
export const FAULT_STATUSES: readonly number[] = [...new Set(FAULTS.flatMap(({ name }) => (/^\d+$/.test(name) ? [Number(name)] : [])))];

/** Nothing may hold a connection for longer. */
export const MAX_FAULT_DELAY_MS = 120_000;
const MAX_COUNT = 1_000_000;
const MAX_PATCH_CHARACTERS = 20_000;
/** Headers that say where a body ends or who may read it belong to the simulator. */
const RESERVED_HEADERS = /^(connection|content-length|transfer-encoding|date|set-cookie|location|content-security-policy|upgrade|trailer|keep-alive|host)$/i;

const label = z.string().trim().min(1).max(120);
const name = z.string().min(1).max(200);

const faultHeaders = z
  .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,80}$/, "is not the name of a header"), z.string().max(500).regex(/^[\x20-\x7e]*$/, "must be plain ASCII"))
  .refine((headers) => Object.keys(headers).length <= 20, "has more than 20 headers")
  .refine((headers) => !Object.keys(headers).some((one) => RESERVED_HEADERS.test(one)), "has a header that a fault may not set");

/** Every condition that is given must hold; an empty one holds for every call. */
const when = z
  .strictObject({
    /** An operation's id, such as createOrder. */
    operation: name.optional(),
    /** A tag of the description, such as Orders. */
    resource: name.optional(),
    method: z.enum(HTTP_METHODS).optional(),
    /** Only this call of those that fit, counted from 1. */
    nth: z.int().min(1).max(MAX_COUNT).optional(),
    /** Each call whose number among those that fit can be divided by this. */
    every: z.int().min(1).max(MAX_COUNT).optional(),
    /** A reservation's or an order's reference, in the address or the body. */
    reference: name.optional(),
    /** The client id that the token was given to. */
    client: name.optional(),
  })
  .refine(({ nth, every }) => nth === undefined || every === undefined, { message: "can be the nth call or every nth call, not both", path: ["every"] });

const then = z
  .strictObject({
    /** One of the documented ones; the request is not carried out unless `after_processing` is true. */
    status: z.int().refine((status) => FAULT_STATUSES.includes(status), "is not a status that the documents list").optional(),
    /** With a status: carries the request out first, then answers with the status. */
    after_processing: z.boolean().optional(),
    /** Set on the answer; an empty value removes the header. */
    headers: faultHeaders.optional(),
    /** Merged into the answer's JSON (RFC 7396): null removes a member. */
    body_patch: z.record(z.string(), z.unknown()).refine((patch) => JSON.stringify(patch).length <= MAX_PATCH_CHARACTERS, "is too long").optional(),
    delay_ms: z.int().min(0).max(MAX_FAULT_DELAY_MS).optional(),
    drip_bytes_per_second: z.int().min(1).max(10_000_000).optional(),
    /** Cuts the connection instead of answering: before the request is carried out, or after. */
    drop: z.enum(["before_processing", "after_processing"]).optional(),
    /** Announces the whole body and ends in its middle. */
    truncate: z.boolean().optional(),
    /** An HTML page, as from a gateway, instead of JSON. */
    html: z.boolean().optional(),
    content_type: z.string().regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$/, "is not a content type").max(120).optional(),
    malformed_json: z.boolean().optional(),
    empty: z.boolean().optional(),
    /** Revokes the token of the call before it is answered. */
    revoke_token: z.boolean().optional(),
  })
  .superRefine((effect, context) => {
    const chosen = Object.entries(effect).filter(([, value]) => value !== undefined && value !== false);
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    if (!chosen.some(([key]) => key !== "after_processing")) refuse("says nothing that would happen");
    if (effect.after_processing === true && effect.status === undefined) refuse("needs a status for after_processing; to lose an answer use drop");
    const besideDrop = chosen.filter(([key]) => !["drop", "delay_ms", "revoke_token"].includes(key));
    if (effect.drop !== undefined && besideDrop.length > 0) refuse(`cuts the connection, so there is no answer for ${besideDrop.map(([key]) => key).join(", ")}`);
    const bodies = chosen.filter(([key]) => ["html", "malformed_json", "empty", "truncate"].includes(key));
    if (bodies.length > 1) refuse(`can spoil the body in one way only, not by ${bodies.map(([key]) => key).join(" and ")}`);
    if (effect.truncate === true && effect.drip_bytes_per_second !== undefined) refuse("can drip or truncate, not both");
  });

const until = z.strictObject({
  /** Ends after striking so often. */
  strikes: z.int().min(1).max(MAX_COUNT).optional(),
  /** Ends at this moment, ISO 8601 with an offset, by the world's clock. */
  moment: z.iso.datetime({ offset: true }).optional(),
});

export const faultRule = z.strictObject({
  /** What people call it. */
  label: label.optional(),
  when: when.default({}),
  then,
  /** Without it the rule stays until it is removed. */
  until: until.default({}),
});

export type FaultRule = z.output<typeof faultRule>;
export type FaultRuleInput = z.input<typeof faultRule>;
export type FaultEffects = FaultRule["then"];
