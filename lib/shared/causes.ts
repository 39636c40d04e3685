/** Deep enough for what wraps an error on its way; a cause may be its own. */
const MAX_DEPTH = 8;

/** An error and those that caused it, the outermost first. Nothing for what is no error. */
export function* causesOf(thrown: unknown): Generator<Error, void> {
  let error = thrown;
  for (let depth = 0; depth < MAX_DEPTH && error instanceof Error; depth++) {
    yield error;
    error = error.cause;
  }
}
