import { causesOf } from "./causes";

/**
 * The closed table of the console's own failures. A reply of the upstream, whatever its
 * status, is a result and never appears here.
 */
const ERRORS = {
  "request.invalid": { status: 400, title: "This request could not be read" },
  "request.cross-site": { status: 403, title: "This request did not come from the console's own pages" },
  "request.too-large": { status: 413, title: "This request is larger than the console accepts" },
  "session.required": { status: 401, title: "Sign in to go on" },
  "session.stale": { status: 403, title: "Confirm that it is you" },
  "workspace.forbidden": { status: 403, title: "Your role does not allow this" },
  "environment.locked": { status: 403, title: "Production is read-only" },
  "resource.not-found": { status: 404, title: "There is nothing here under that name" },
  "resource.conflict": { status: 409, title: "This was changed by someone else in the meantime" },
  "input.refused": { status: 422, title: "This cannot be saved as it is" },
  "workspace.busy": { status: 429, title: "This workspace has too many calls under way" },
  "budget.exceeded": { status: 429, title: "The fair-use budget does not allow this now" },
  "breaker.open": { status: 503, title: "Calls with this credential are resting" },
  "throttle.exceeded": { status: 429, title: "Too many attempts" },
  "setup.closed": { status: 404, title: "This console already has an owner" },
  "console.bug": { status: 500, title: "Something broke on our side" },
  "console.unavailable": { status: 503, title: "The console cannot reach its database" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One thing that is wrong with an input; `path` is a JSON pointer into it. */
export interface InputIssue {
  path: string;
  message: string;
}

interface AppErrorExtras {
  cause?: unknown;
  issues?: readonly InputIssue[];
  retryAfterSeconds?: number;
  /** A refusal for who asks, such as a wrong password, which its code alone does not tell. */
  isDenial?: boolean;
}

/** A stop: the request ends here with this code. `detail` is shown to the person, so it never carries a secret. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  readonly issues: readonly InputIssue[];
  readonly retryAfterSeconds: number | undefined;
  readonly isDenial: boolean;

  constructor(code: ErrorCode, detail: string, extras: AppErrorExtras = {}) {
    super(detail, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.name = "AppError";
    this.code = code;
    this.status = ERRORS[code].status;
    this.title = ERRORS[code].title;
    this.issues = extras.issues ?? [];
    this.retryAfterSeconds = extras.retryAfterSeconds;
    this.isDenial = extras.isDenial ?? false;
  }
}

/** The stop that was thrown, also where something like a query wrapped it as its cause. */
export function appErrorIn(thrown: unknown): AppError | undefined {
  for (const error of causesOf(thrown)) if (error instanceof AppError) return error;
  return undefined;
}
