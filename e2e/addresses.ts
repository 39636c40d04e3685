import type { Page } from "@playwright/test";
import { PAGES, ROUTES } from "@/lib/server/testing/surface";
import { callApi } from "./call-api";

const NOTHING = "0b0e5f3c-4d62-4f0e-9a50-6f1f3d5b8f01";

interface Thing {
  id: string;
}

export interface Addresses {
  pages: string[];
  /** What is read by API; one of them, `…/runs/live`, has no end. */
  reads: string[];
}

/** Every page and everything that is read by API, for a workspace of whoever is signed in on this page. What is there stands for the parameters. */
export async function everyAddress(page: Page, slug: string): Promise<Addresses> {
  const at = `/workspaces/${slug}`;
  const [{ runs }, { credentials }, { tokens, exchanges }, { collections }] = await Promise.all([
    callApi<{ runs: Thing[] }>(page, "GET", `${at}/runs`),
    callApi<{ credentials: Thing[] }>(page, "GET", `${at}/credentials`),
    callApi<{ tokens: Thing[]; exchanges: Thing[] }>(page, "GET", `${at}/tokens`),
    callApi<{ collections: (Thing & { requests: Thing[] })[] }>(page, "GET", `${at}/collections`),
  ]);
  const words: Readonly<Record<string, string | undefined>> = {
    workspace: slug,
    operation: "getProducts",
    file: "collection.json",
    run: runs[0]?.id,
    credential: credentials.at(-1)?.id,
    token: tokens[0]?.id,
    exchange: exchanges[0]?.id,
    collection: collections[0]?.id,
    request: collections[0]?.requests[0]?.id,
  };
  const filled = (address: string) => address.replaceAll(/\[(?:\.\.\.)?([^\]]+)\]/g, (_all, name: string) => words[name] ?? (name === "nextauth" ? "session" : NOTHING));
  const read = Object.entries(ROUTES).filter(([, methods]) => methods.includes("GET"));
  return { pages: PAGES.map(filled), reads: read.map(([address]) => filled(address)) };
}
