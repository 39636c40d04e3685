/** What the address narrows the list to. Moments are instants, so that a link shows everybody the same. */
export interface RunsNarrowing {
  result?: string | undefined;
  environment?: string | undefined;
  operationId?: string | undefined;
  madeBy?: string | undefined;
  reference?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const NAMES = ["result", "environment", "operationId", "madeBy", "reference", "from", "to"] as const satisfies readonly (keyof RunsNarrowing)[];

/** A path with the filters in its query; what is empty is left out. */
export function addressOf(path: string, narrowing: RunsNarrowing, more: Readonly<Record<string, string>> = {}): string {
  const entries = NAMES.flatMap((name) => (narrowing[name] ? [[name, narrowing[name]] as [string, string]] : []));
  const search = new URLSearchParams([...entries, ...Object.entries(more)]).toString();
  return search === "" ? path : `${path}?${search}`;
}
