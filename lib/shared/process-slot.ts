/** A value that exists once in this process. */
export interface ProcessSlot<T> {
  get(): T | undefined;
  set(value: T): void;
  getOrMake(make: () => T): T;
  clear(): void;
}

/**
 * One value for the whole process, however often this module is loaded.
 *
 * The launcher and Next's server bundle each have a copy of every module, and hot reload
 * makes more; a pool or a setting must exist once. `globalThis` is what they share.
 */
export function processSlot<T>(name: string): ProcessSlot<T> {
  const key = Symbol.for(`distributor-console/${name}`);
  const holder = globalThis as unknown as Record<symbol, T | undefined>;
  return {
    get: () => holder[key],
    set: (value) => {
      holder[key] = value;
    },
    getOrMake: (make) => (holder[key] ??= make()),
    clear: () => {
      holder[key] = undefined;
    },
  };
}
