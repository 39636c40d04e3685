/** Shared by everything a person types into or chooses from. */
export const controlStyles =
  "w-full min-w-0 rounded-md border border-edge/70 bg-surface px-2.5 text-sm text-ink transition-colors hover:border-edge focus-visible:border-accent focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-bad";
