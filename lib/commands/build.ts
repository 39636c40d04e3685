/** `npm run build`: all that `npm start` needs besides the packages. */
import { fileURLToPath } from "node:url";
import { buildConsole } from "./build-console";

await buildConsole(fileURLToPath(new URL("../..", import.meta.url)));
