/**
 * Everything that the product serves, written down by hand. A test compares it with app/, so that no
 * address and no method comes into being, or goes, without somebody having meant it.
 */

/** Addresses of the API, as their folders are called, with the methods of their own. HEAD and OPTIONS come with them. */
export const ROUTES: Readonly<Record<string, readonly string[]>> = {
  "/api/auth/[...nextauth]": ["GET", "POST"],
  "/api/bff/account/password": ["POST"],
  "/api/bff/account/sessions": ["DELETE", "GET"],
  "/api/bff/account/sessions/[session]": ["DELETE"],
  "/api/bff/workspaces/[workspace]/catalog/postman/[file]": ["GET"],
  "/api/bff/workspaces/[workspace]/credentials": ["GET", "POST"],
  "/api/bff/workspaces/[workspace]/credentials/[credential]": ["DELETE", "GET", "PATCH"],
  "/api/bff/workspaces/[workspace]/credentials/[credential]/check": ["POST"],
  "/api/bff/workspaces/[workspace]/credentials/[credential]/rotation": ["DELETE", "POST"],
  "/api/bff/workspaces/[workspace]/credentials/built-in/simulator": ["POST"],
  "/api/bff/workspaces/[workspace]/rehearsals": ["POST"],
  "/api/bff/workspaces/[workspace]/runs": ["GET", "POST"],
  "/api/bff/workspaces/[workspace]/runs/[run]": ["DELETE", "GET"],
  "/api/bff/workspaces/[workspace]/runs/[run]/body": ["GET"],
  "/api/bff/workspaces/[workspace]/runs/[run]/replay": ["POST"],
  "/api/bff/workspaces/[workspace]/settings": ["GET", "PATCH"],
  "/api/bff/workspaces/[workspace]/simulator/deliveries": ["GET"],
  "/api/bff/workspaces/[workspace]/simulator/deliveries/[delivery]": ["GET"],
  "/api/bff/workspaces/[workspace]/simulator/deliveries/[delivery]/repeat": ["POST"],
  "/api/bff/workspaces/[workspace]/tokens": ["GET", "POST"],
  "/api/bff/workspaces/[workspace]/tokens/[token]": ["DELETE", "GET"],
  "/api/bff/workspaces/[workspace]/tokens/exchanges/[exchange]": ["GET"],
  "/api/bff/workspaces/[workspace]/tokens/timeline": ["GET"],
  "/api/health": ["GET"],
  "/api/ready": ["GET"],
  "/api/setup": ["POST"],
};

/** Addresses of pages; they take GET and HEAD. */
export const PAGES: readonly string[] = [
  "/",
  "/[workspace]",
  "/[workspace]/audit",
  "/[workspace]/catalog",
  "/[workspace]/catalog/[operation]",
  "/[workspace]/credentials",
  "/[workspace]/errors",
  "/[workspace]/playground",
  "/[workspace]/playground/runs",
  "/[workspace]/playground/runs/[run]",
  "/[workspace]/settings",
  "/[workspace]/simulator/deliveries",
  "/[workspace]/tokens",
  "/account",
  "/setup",
  "/sign-in",
];
