/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Features that are not used are switched off: each is attack surface (see SECURITY.md).
  images: { unoptimized: true },
  productionBrowserSourceMaps: false,
  // Native or self-locating packages must be required from node_modules at run time.
  serverExternalPackages: ["@node-rs/argon2", "pg", "pino", "undici"],
  typescript: { tsconfigPath: "tsconfig.json" },
};
