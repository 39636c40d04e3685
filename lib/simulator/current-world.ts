import { AsyncLocalStorage } from "node:async_hooks";
import type { CatalogueProduct } from "@/lib/simulator/catalogue";
import type { Issuer } from "@/lib/simulator/issuer";

/** What differs from the data files in the world that is being answered for. */
export interface WorldView {
  products: ReadonlyMap<string, CatalogueProduct>;
  /** What its occupancy is dealt from; undefined as the data files have it. */
  seed?: string | undefined;
  /** Gives names to what the call makes; undefined where it makes nothing. */
  issuer?: Issuer | undefined;
}

const NOTHING_CHANGED: WorldView = { products: new Map() };

const views = new AsyncLocalStorage<WorldView>();

/** Runs with the products of a world: every look-up in the catalogue, however deep, then sees them. */
export function seeing<T>(view: WorldView | undefined, run: () => T): T {
  return views.run(view ?? NOTHING_CHANGED, run);
}

/** What the present call sees; the data files as they are, outside of a call. */
export function currentView(): WorldView {
  return views.getStore() ?? NOTHING_CHANGED;
}
