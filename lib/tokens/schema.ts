/** What travels between the browser and the server about tokens. No object here has room for a token. */
import { z } from "zod";
import { TOKEN_REQUEST_FORMS } from "@/lib/credentials/model";
import { diagnosisSchema } from "@/lib/diagnosis/schema";
import { normaliseScopes, scopeProblem } from "@/lib/scopes/model";
import { API_VERSIONS, ENVIRONMENTS, TRANSPORT_FAILURES } from "@/lib/upstream/model";
import { EXCHANGE_OUTCOMES, TOKEN_STATES } from "./model";

/** Characters of all scopes together; the documents' dozen has 700. */
export const MAX_SCOPES_CHARACTERS = 2_000;

const scopes = z
  .array(z.string())
  .max(100)
  .transform((given) => normaliseScopes(given))
  .superRefine((list, context) => {
    list.forEach((scope, at) => {
      const problem = scopeProblem(scope);
      if (problem) context.addIssue({ code: "custom", path: [at], message: problem });
    });
    if (list.join(" ").length > MAX_SCOPES_CHARACTERS)
      context.addIssue({ code: "custom", message: `All scopes together may have ${MAX_SCOPES_CHARACTERS} characters.` });
  });

export const mintInput = z.strictObject({
  credentialId: z.uuid(),
  apiVersion: z.enum(API_VERSIONS),
  scopes,
  /** Make an exchange even though a token for exactly this is alive. */
  again: z.boolean().default(false),
});
export type MintInput = z.infer<typeof mintInput>;

const time = z.iso.datetime();
const span = z.union([z.strictObject({ text: z.string() }), z.strictObject({ masked: z.string(), characters: z.number() })]);
const header = z.strictObject({ name: z.string(), value: z.array(span) });
const claim = z.strictObject({ name: z.string(), value: z.string(), meaning: z.string().nullable(), time: z.string().nullable() });

/** As it is stored; see ExchangeRecord in model.ts. */
export const exchangeRecord = z.strictObject({
  form: z.enum(TOKEN_REQUEST_FORMS),
  request: z.strictObject({ method: z.string(), url: z.string(), headers: z.array(header), body: z.array(span) }),
  reply: z
    .strictObject({
      status: z.number(),
      headers: z.array(header),
      body: z.array(span),
      bodyBytes: z.number(),
      bodyCut: z.boolean(),
      headersAfterMs: z.number(),
    })
    .nullable(),
  failure: z.strictObject({ failure: z.enum(TRANSPORT_FAILURES), detail: z.string(), mayHaveBeenReceived: z.boolean() }).nullable(),
  clockSkewSeconds: z.number().nullable(),
  refusal: z
    .strictObject({
      error: z.string().nullable(),
      description: z.string().nullable(),
      challenges: z.array(z.strictObject({ scheme: z.string(), parameters: z.record(z.string(), z.string()) })),
      retryAfterSeconds: z.number().nullable(),
    })
    .nullable(),
  problem: z.string().nullable(),
  notes: z.array(z.string()),
});

/** As it is stored; see TokenInspection in model.ts. */
export const tokenInspection = z.strictObject({
  kind: z.enum(["jwt", "encrypted", "opaque"]),
  characters: z.number(),
  header: z.array(claim),
  claims: z.array(claim),
  signature: z.strictObject({
    state: z.enum(["verified", "wrong", "cannot be checked here"]),
    algorithm: z.string().nullable(),
    why: z.string(),
  }),
  notes: z.array(z.string()),
  lifetime: z.strictObject({
    seconds: z.number(),
    basis: z.enum(["stated", "read", "capped", "assumed", "over"]),
    stated: z.string().nullable(),
    note: z.string().nullable(),
  }),
});

export const tokenView = z.strictObject({
  id: z.uuid(),
  credentialId: z.uuid(),
  credentialLabel: z.string(),
  environment: z.enum(ENVIRONMENTS),
  apiVersion: z.enum(API_VERSIONS),
  /** As asked, in a fixed order; empty when none was asked. */
  askedScopes: z.array(z.string()),
  /** Null when the reply named none, so that what was asked counts as granted. */
  grantedScopes: z.array(z.string()).nullable(),
  fingerprint: z.string(),
  inspection: tokenInspection,
  exchangeId: z.uuid(),
  issuedAt: time,
  expiresAt: time,
  state: z.enum(TOKEN_STATES),
  retiredAt: time.nullable(),
  callsServed: z.number(),
  lastUsedAt: time.nullable(),
  /** The name of who asked for it; null when a call needed it. */
  madeBy: z.string().nullable(),
});
export type TokenView = z.infer<typeof tokenView>;

export const exchangeSummary = z.strictObject({
  id: z.uuid(),
  credentialId: z.uuid(),
  credentialLabel: z.string(),
  environment: z.enum(ENVIRONMENTS),
  apiVersion: z.enum(API_VERSIONS),
  askedScopes: z.array(z.string()),
  outcome: z.enum(EXCHANGE_OUTCOMES),
  status: z.number().nullable(),
  startedAt: time,
  durationMs: z.number(),
  madeBy: z.string().nullable(),
  tokenId: z.uuid().nullable(),
});
export type ExchangeSummary = z.infer<typeof exchangeSummary>;

/** `diagnosis` explains what is not a success; null for a granted exchange. */
export const exchangeView = exchangeSummary.extend({ record: exchangeRecord, diagnosis: diagnosisSchema.nullable() });
export type ExchangeView = z.infer<typeof exchangeView>;

export const mintAnswer = z.strictObject({
  /** The exchange that was made, or the one that a living token came from. */
  exchange: exchangeView,
  token: tokenView.nullable(),
  /** True when a token for exactly this was alive and no exchange was needed. */
  reused: z.boolean(),
});
export type MintAnswer = z.infer<typeof mintAnswer>;

export const tokenList = z.strictObject({ now: time, tokens: z.array(tokenView), exchanges: z.array(exchangeSummary) });
export type TokenList = z.infer<typeof tokenList>;

export const timelineQuery = z.strictObject({ hours: z.coerce.number().int().min(1).max(168).default(6) });

export const timelineView = z.strictObject({
  from: time,
  to: time,
  now: time,
  /** Seconds that one tick stands for. */
  stepSeconds: z.number(),
  bars: z.array(z.strictObject({ token: tokenView, ticks: z.array(z.strictObject({ at: time, calls: z.number() })) })),
  /** Exchanges that gave no token. */
  failures: z.array(exchangeSummary),
});
export type TimelineView = z.infer<typeof timelineView>;

export const tokenParams = z.strictObject({ token: z.uuid() });
export const exchangeParams = z.strictObject({ exchange: z.uuid() });
