/** How far a workspace has come: steps that are ticked by what really happened, never by hand. Pure. */

export type StepId = "credential" | "token" | "good" | "error" | "live";

/** When a step was reached, ISO 8601, and the run that proves it where it was a run. */
export interface Reached {
  at: string;
  runId?: string;
}

export interface OverviewFacts {
  /** Oldest first. */
  credentials: readonly { environment: string; createdAt: string }[];
  /** Of exchanges that were granted. */
  grantedAt: readonly string[];
  good?: Reached;
  error?: Reached;
  live?: Reached;
}

export interface Step {
  id: StepId;
  title: string;
  /** What to do, or what was done. */
  detail: string;
  reached?: Reached;
  /** Below the workspace's address. */
  href: string;
  action: string;
}

/** The steps in their order, each with the proof where there is one. */
export function stepsOf(facts: OverviewFacts): Step[] {
  const first = facts.credentials[0];
  const onlySimulator = facts.credentials.every(({ environment }) => environment === "simulator");
  const granted = facts.grantedAt.toSorted()[0];
  return [
    {
      id: "credential",
      title: "Have a credential",
      detail: first !== undefined && onlySimulator ? "The simulator's own credential is there from the start." : "A client id and a secret of one environment. The secret can be used, never read.",
      reached: first === undefined ? undefined : { at: first.createdAt },
      href: "credentials",
      action: "Add a credential",
    },
    {
      id: "token",
      title: "Get a token",
      detail: "Choose scopes and exchange the credential, on the server. See the exchange as it was.",
      reached: granted === undefined ? undefined : { at: granted },
      href: "tokens",
      action: "Get a token",
    },
    { id: "good", title: "Get the first 2xx", detail: "Send any operation from the playground.", reached: facts.good, href: "playground", action: "Open the playground" },
    {
      id: "error",
      title: "Read an error",
      detail: "Ask for something that does not exist, or choose a fault in the simulator, and read what it means.",
      reached: facts.error,
      href: "playground",
      action: "Open the playground",
    },
    {
      id: "live",
      title: "Call a live environment",
      detail: "Add the credential that Prioticket sent you for staging or sandbox, choose that environment above, and send a read.",
      reached: facts.live,
      href: "credentials",
      action: "Add a live credential",
    },
  ];
}

/** The first step that has not been reached. */
export function nextStep(steps: readonly Step[]): Step | undefined {
  return steps.find(({ reached }) => reached === undefined);
}
