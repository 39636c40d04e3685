/** What the address narrows the list to. Moments are instants, so that a link shows everybody the same. */
export interface RunsNarrowing {
  result?: string | undefined;
  /** "1": only what failed or was answered with 4xx or 5xx. */
  errors?: "1" | undefined;
  status?: number | undefined;
  errorCode?: string | undefined;
  failure?: string | undefined;
  environment?: string | undefined;
  operationId?: string | undefined;
  madeBy?: string | undefined;
  reference?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const NAMES = ["result", "errors", "status", "errorCode", "failure", "environment", "operationId", "madeBy", "reference", "from", "to"] as const satisfies readonly (keyof RunsNarrowing)[];

/** A path with the filters in its query; what is empty is left out. */
export function addressOf(path: string, narrowing: RunsNarrowing, more: Readonly<Record<string, string>> = {}): string {
  const entries = NAMES.flatMap((name) => (narrowing[name] ? [[name, String(narrowing[name])] as [string, string]] : []));
  const search = new URLSearchParams([...entries, ...Object.entries(more)]).toString();
  return search === "" ? path : `${path}?${search}`;
}
