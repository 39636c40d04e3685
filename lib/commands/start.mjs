// What `npm start` and `npm run dev` run: the console from its build where that is as new as the sources, else from the sources,
// which makes one. From the build it is there in half the time, since nothing has to be translated.
import { fileURLToPath } from "node:url";
import { isBuilt } from "./built.mjs";

const root = new URL("../../", import.meta.url);
if (!process.argv.includes("--dev") && isBuilt(fileURLToPath(root))) {
  await import(new URL(".next/console/start.mjs", root).href);
} else {
  await import("./register.mjs");
  await import("./start.ts");
}
