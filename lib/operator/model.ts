/**
 * What the operators of the installation may do: the API owner's own people. One table beside that of
 * the workspaces' roles; being an operator opens no workspace, and no role of a workspace opens this.
 */

interface OperatorRule {
  /** For pages that explain it. */
  words: string;
  /** Asks for a sign-in of the last five minutes. */
  isGrave: boolean;
}

const RULES = {
  "board.read": { words: "See how far each partner has come, in moments and counts", isGrave: false },
  "partner.invite": { words: "Make a workspace for a partner, and send, renew and withdraw its invitation", isGrave: false },
  "partner.certify": { words: "Write down that the API’s owner has certified a partner, and take it back", isGrave: false },
  "partner.delete": { words: "Delete a partner's workspace that nobody has joined", isGrave: true },
  "person.read": { words: "See who has an account", isGrave: false },
  "person.disable": { words: "Disable and enable people", isGrave: true },
  "person.password": { words: "Make a link for a new password for somebody who forgot theirs", isGrave: true },
  "product.read": { words: "See the simulator's test products", isGrave: false },
  "product.change": { words: "Change the simulator's test products for every workspace, and put them back", isGrave: false },
  "record.read": { words: "Read, export and check the installation's record", isGrave: false },
  "operator.manage": { words: "Make and unmake operators", isGrave: true },
} as const satisfies Record<string, OperatorRule>;

export type OperatorAction = keyof typeof RULES;

/** Every rule, for the page that explains them. */
export const OPERATOR_RULES: readonly OperatorRule[] = Object.values(RULES);

/** The rule of an action. */
export function operatorRule(action: OperatorAction): OperatorRule {
  return RULES[action];
}

declare const proof: unique symbol;

/** Proof that this person is an operator now. Only lib/auth makes one, and every service of this room demands it. */
export interface OperatorScope {
  readonly [proof]: true;
  readonly userId: string;
  /** When the person last proved who they are. */
  readonly authenticatedAt: Date;
  /** Identifies the HTTP request in logs, audit rows and error answers. */
  readonly requestId: string;
}
