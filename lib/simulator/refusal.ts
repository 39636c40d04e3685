import { randomUUID } from "node:crypto";
import type { Reply } from "@/lib/simulator/reply";

interface Wording {
  /** UPPER_SNAKE code. Only INVALID_REQUEST, INVALID_PROMOCODE and INVALID_CANCELLATON are publicly known; the rest follow the response names. */
  code: string;
  message: string;
}

const WORDINGS: Readonly<Record<number, Wording>> = {
  400: { code: "INVALID_REQUEST", message: "The request could not be read." },
  401: { code: "AUTHENTICATION_FAILED", message: "The credentials were not accepted." },
  402: { code: "PAYMENT_REQUIRED", message: "A payment is needed first." },
  403: { code: "FORBIDDEN", message: "The permission for this is missing." },
  404: { code: "NOT_FOUND", message: "There is nothing at this address." },
  405: { code: "METHOD_NOT_ALLOWED", message: "This method is not available here." },
  406: { code: "NOT_ACCEPTABLE", message: "There is no representation that the request accepts." },
  409: { code: "CONFLICT", message: "The request conflicts with the present state." },
  413: { code: "PAYLOAD_TOO_LARGE", message: "The request is too large." },
  418: { code: "TEAPOT", message: "This cannot be brewed here." },
  422: { code: "UNPROCESSABLE_ENTITY", message: "The request was understood but cannot be carried out." },
  429: { code: "LIMIT_REACHED", message: "Too many requests." },
  500: { code: "INTERNAL_SERVER_ERROR", message: "Something unexpected happened." },
  501: { code: "NOT_IMPLEMENTED", message: "This is not supported." },
  502: { code: "BAD_GATEWAY", message: "The supplier's system gave an unusable answer." },
  503: { code: "SERVICE_UNAVAILABLE", message: "The service cannot answer at the moment." },
  504: { code: "GATEWAY_TIMEOUT", message: "The supplier's system did not answer in time." },
};

interface RefusalExtras {
  /** Replaces the code of the status. */
  code?: string;
  /** The sentence for the guest; replaces that of the status. */
  message?: string;
  /** Individual problems; a field is named by its JSON pointer. */
  errors?: readonly string[];
  headers?: Readonly<Record<string, string>>;
  note?: string;
}

/** The simulator says no. Thrown by resources, answered in the vendor's error model (facts §3.2). */
export class Refusal extends Error {
  /** @param description - for the developer, ASCII */
  constructor(
    readonly status: number,
    readonly description: string,
    readonly extras: RefusalExtras = {},
  ) {
    super(description);
    this.name = "Refusal";
  }

  /**
   * The error model at top level, with every field that is known.
   *
   * @param errorReference - of this error alone; one that no world gave when it is left out
   */
  reply(errorReference: string = randomUUID()): Reply {
    const wording = WORDINGS[this.status] ?? { code: `HTTP_${this.status}`, message: "The request was refused." };
    return {
      status: this.status,
      headers: { "Cache-Control": "no-store", ...this.extras.headers },
      ...(this.extras.note === undefined ? {} : { note: this.extras.note }),
      body: {
        kind: "json",
        value: {
          error: this.extras.code ?? wording.code,
          error_reference: errorReference,
          error_message: this.extras.message ?? wording.message,
          error_description: this.description,
          ...(this.extras.errors === undefined ? {} : { errors: this.extras.errors }),
        },
      },
    };
  }
}

/** 400: one sentence for each problem, the field named by a JSON pointer. */
export function invalidRequest(errors: readonly string[]): Refusal {
  return new Refusal(400, errors.length === 1 ? (errors[0] ?? "") : `${errors.length} problems; see errors.`, { errors });
}

/** 422: understood, but the rules or the state do not allow it. */
export function impossible(problem: string, extras: RefusalExtras = {}): Refusal {
  return new Refusal(422, problem, { errors: [problem], ...extras });
}

/** 404: the address names something that there is not. */
export function notFound(problem: string): Refusal {
  return new Refusal(404, problem, { errors: [problem] });
}
