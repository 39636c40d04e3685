/** What lies over the page: at most one of them. */
export type Overlay = "palette" | "help" | undefined;

let current: Overlay;
const listeners = new Set<() => void>();

export function showOverlay(overlay: Overlay): void {
  current = overlay;
  for (const listener of listeners) listener();
}

export function currentOverlay(): Overlay {
  return current;
}

export function subscribeToOverlay(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
