// Lets plain Node run the project's TypeScript. The tsconfig is named here, not in
// the npm script, because setting a variable there is shell-specific.
import { fileURLToPath } from "node:url";

process.env.TSX_TSCONFIG_PATH ??= fileURLToPath(new URL("../../tsconfig.node.json", import.meta.url));
await import("tsx");
