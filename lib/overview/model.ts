/** How far a workspace has come: steps that are ticked by what really happened, never by hand. Pure. */

import type { Progress, Proof } from "@/lib/partners/model";

export type StepId = "credential" | "token" | "good" | "error" | "booking" | "live";

export interface OverviewFacts {
  /** Those that are there now, oldest first. */
  credentials: readonly { environment: string; createdAt: string }[];
  progress: Progress;
}

export interface Step {
  id: StepId;
  title: string;
  /** What to do, or what was done. */
  detail: string;
  /** When, and the run that proves it where it was one that is kept. */
  reached?: Proof;
  /** How long after the first member came, in milliseconds; undefined where that is not known. */
  afterMs?: number;
  /** Below the workspace's address. */
  href: string;
  action: string;
}

/** The steps in their order, each with the proof where there is one. */
export function stepsOf(facts: OverviewFacts): Step[] {
  const { beganAt } = facts.progress;
  return plainSteps(facts).map((step) => {
    const afterMs = step.reached === undefined || beganAt === null ? undefined : Math.max(0, Date.parse(step.reached.at) - Date.parse(beganAt));
    return afterMs === undefined ? step : { ...step, afterMs };
  });
}

function plainSteps({ credentials, progress }: OverviewFacts): Step[] {
  const first = credentials[0];
  const onlySimulator = credentials.every(({ environment }) => environment === "simulator");
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
      reached: progress.tokenAt === null ? undefined : { at: progress.tokenAt },
      href: "tokens",
      action: "Get a token",
    },
    { id: "good", title: "Get the first 2xx", detail: "Send any operation from the playground.", reached: progress.good ?? undefined, href: "playground", action: "Open the playground" },
    {
      id: "error",
      title: "Read an error",
      detail: "Make an error happen without any live environment, or meet one in the playground, and read what it means.",
      reached: progress.error ?? undefined,
      href: "errors#status-429",
      action: "See one happen",
    },
    {
      id: "booking",
      title: "Make the first booking",
      detail: "Create an order. In the simulator the example is accepted as it stands, and nothing real is booked.",
      reached: progress.booking ?? undefined,
      href: "playground?operation=createOrder",
      action: "Create an order",
    },
    {
      id: "live",
      title: "Call a live environment",
      detail: "Add the credential that Prioticket sent you for staging or sandbox, choose that environment above, and send a read.",
      reached: progress.live ?? undefined,
      href: "credentials",
      action: "Add a live credential",
    },
  ];
}

/** The first step that has not been reached. */
export function nextStep(steps: readonly Step[]): Step | undefined {
  return steps.find(({ reached }) => reached === undefined);
}
