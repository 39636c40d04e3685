export type ToastTone = "info" | "good" | "bad";

export interface Toast {
  id: number;
  text: string;
  tone: ToastTone;
}

const STAYS_MS = 5_000;
const STAYS_WHEN_BAD_MS = 12_000;

let nextId = 1;
let toasts: readonly Toast[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says in passing what has happened. For what a person must act on, use a Notice where they are looking. */
export function toast(text: string, tone: ToastTone = "info"): void {
  const id = nextId++;
  change([...toasts.slice(-2), { id, text, tone }]);
  setTimeout(() => dismissToast(id), tone === "bad" ? STAYS_WHEN_BAD_MS : STAYS_MS);
}

export function dismissToast(id: number): void {
  change(toasts.filter((one) => one.id !== id));
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}
