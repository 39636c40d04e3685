import { existsSync } from "node:fs";

const ON_DEBIAN = "/usr/bin/chromium";
const SYSTEM_NSS = ["/usr/lib/x86_64-linux-gnu/libnss3.so", "/usr/lib/aarch64-linux-gnu/libnss3.so", "/usr/lib64/libnss3.so"];

/** A Chromium to test in: the one named, the machine's, or the one that comes as an npm package. */
export async function chromiumPath(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  return existsSync(ON_DEBIAN) ? ON_DEBIAN : await chromiumFromNpm();
}

/** It was made for a cloud function, where it brings its own system libraries; it is told that it is in one where ours are missing. */
async function chromiumFromNpm(): Promise<string> {
  if (!SYSTEM_NSS.some((path) => existsSync(path))) process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs20.x";
  const { default: chromium } = await import("@sparticuz/chromium");
  return chromium.executablePath();
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
