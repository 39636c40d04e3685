/**
 * Runs in the browser before any other module of ours, and prepares it for the page's policy.
 */
declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined;
  var trustedTypes: { createPolicy(name: string, rules: { createScriptURL(address: string): string | null }): unknown } | undefined;
}

/**
 * zod would try whether it may compile code; the policy forbids that, and each try would be reported as a violation.
 * Set through the global that zod itself starts from: importing zod here would put it into the first load of every
 * page. The newcomer's browser test fails if zod ever stops reading it.
 */
globalThis.__zod_globalConfig = { ...globalThis.__zod_globalConfig, jitless: true };

/**
 * What a script hands to the page as code must come through a policy with a name. This one lets files of our own build
 * be loaded, lazily too, and nothing else: no markup, no text as code, no other address.
 */
globalThis.trustedTypes?.createPolicy("default", {
  createScriptURL(address) {
    const { origin, pathname } = new URL(address, location.origin);
    // As it was given: a part of the build is recognised by the address that it was asked for with.
    return origin === location.origin && pathname.startsWith("/_next/static/") ? address : null;
  },
});

export {};
