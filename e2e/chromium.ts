import { existsSync } from "node:fs";
import chromium from "@sparticuz/chromium";

const ON_DEBIAN = "/usr/bin/chromium";

/** A Chromium to test in: the one named, the machine's, or the one that comes as an npm package. */
export async function chromiumPath(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  return existsSync(ON_DEBIAN) ? ON_DEBIAN : await chromium.executablePath();
}

/** No sandbox, because tests run as root in containers; no traffic of the browser's own. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
