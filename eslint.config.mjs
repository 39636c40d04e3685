import regexp from "eslint-plugin-regexp";
import next from "eslint-config-next/core-web-vitals";
import tseslint from "typescript-eslint";

const REACT_RULES = next.flatMap(({ rules = {} }) => Object.keys(rules)).filter((name) => /^react(-hooks)?\//.test(name));

export default [
  { ignores: [".next/**", "node_modules/**", ".data/**", "next-env.d.ts", "test-results/**", "playwright-report/**", "public/**"] },
  ...next,
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts", "**/*.tsx"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A promise nobody waits for is a failure nobody hears.
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "no-console": "error",
    },
  },
  // Texts from outside meet our patterns: none may take more than linear time to match or to fail.
  {
    files: ["app/**", "components/**", "lib/**"], ignores: ["**/*.test.ts", "**/testing/**"], plugins: { regexp },
    rules: { "regexp/no-super-linear-backtracking": "error", "regexp/no-super-linear-move": ["error", { ignoreSticky: false }] },
  },
  { files: ["lib/commands/**"], rules: { "no-console": "off" } },
  { files: ["lib/**"], ignores: ["lib/env.ts", "lib/commands/**", "lib/server/**", "**/testing/**", "**/*.test.ts"],
    rules: { "no-restricted-properties": ["error", { object: "process", property: "env", message: "Settings are read in lib/env.ts." }] } },
  // No component lives here, which the boundaries see to: a function called use… is no hook, and there is nothing for React's compiler to look for.
  { files: ["e2e/**", "lib/**"], rules: Object.fromEntries(REACT_RULES.map((name) => [name, "off"])) },
  { files: ["*.mjs"], rules: { "import/no-anonymous-default-export": "off" } },
];
