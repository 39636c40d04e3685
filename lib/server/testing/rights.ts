/**
 * What each address of the API asks of whoever comes, written down by hand. With the table of
 * actions and roles it says who may do what; a test tries all of it.
 */
import type { Action } from "@/lib/workspaces/model";

/** An action in the workspace; "person" for anybody who is signed in; "open" for everybody. */
export type Right = Action | "person" | "open";

const W = "/api/bff/workspaces/[workspace]";

export const RIGHTS: Readonly<Record<string, Right>> = {
  "GET /api/auth/[...nextauth]": "open",
  "POST /api/auth/[...nextauth]": "open",
  "GET /api/health": "open",
  "GET /api/ready": "open",
  "POST /api/setup": "open",
  "POST /api/bff/invitations/acceptance": "open",
  "POST /api/bff/invitations/offer": "open",
  "POST /api/bff/account/password": "person",
  "GET /api/bff/account/sessions": "person",
  "DELETE /api/bff/account/sessions": "person",
  "DELETE /api/bff/account/sessions/[session]": "person",
  "POST /api/bff/account/step-up": "person",
  "POST /api/bff/workspaces": "person",
  [`DELETE ${W}`]: "workspace.own",
  [`GET ${W}/settings`]: "workspace.read",
  [`PATCH ${W}/settings`]: "workspace.settings",
  [`GET ${W}/export`]: "workspace.export",
  [`POST ${W}/audit/check`]: "audit.read",
  [`GET ${W}/audit/checkpoint`]: "audit.read",
  [`GET ${W}/audit/export`]: "audit.read",
  [`GET ${W}/catalog/postman/[file]`]: "workspace.read",
  [`GET ${W}/members`]: "member.read",
  [`PATCH ${W}/members/[member]`]: "member.manage",
  [`DELETE ${W}/members/[member]`]: "member.manage",
  [`DELETE ${W}/members/[member]/sessions`]: "member.manage",
  [`POST ${W}/members/[member]/ownership`]: "workspace.own",
  [`DELETE ${W}/membership`]: "member.leave",
  [`GET ${W}/invitations`]: "member.manage",
  [`POST ${W}/invitations`]: "member.manage",
  [`DELETE ${W}/invitations/[invitation]`]: "member.manage",
  [`POST ${W}/invitations/[invitation]/link`]: "member.manage",
  [`POST ${W}/production`]: "environment.open",
  [`DELETE ${W}/production`]: "environment.open",
  [`GET ${W}/credentials`]: "credential.read",
  [`POST ${W}/credentials`]: "credential.write",
  [`GET ${W}/credentials/[credential]`]: "credential.read",
  [`PATCH ${W}/credentials/[credential]`]: "credential.write",
  [`DELETE ${W}/credentials/[credential]`]: "credential.write",
  [`POST ${W}/credentials/[credential]/check`]: "credential.check",
  [`POST ${W}/credentials/[credential]/rotation`]: "credential.write",
  [`DELETE ${W}/credentials/[credential]/rotation`]: "credential.write",
  [`POST ${W}/credentials/built-in/simulator`]: "credential.write",
  [`POST ${W}/rehearsals`]: "run.send",
  [`GET ${W}/runs`]: "run.read",
  [`POST ${W}/runs`]: "run.send",
  [`GET ${W}/runs/[run]`]: "run.read",
  [`DELETE ${W}/runs/[run]`]: "run.delete",
  [`GET ${W}/runs/[run]/body`]: "run.read",
  [`POST ${W}/runs/[run]/replay`]: "run.send",
  [`GET ${W}/tokens`]: "token.read",
  [`POST ${W}/tokens`]: "token.mint",
  [`GET ${W}/tokens/[token]`]: "token.read",
  [`DELETE ${W}/tokens/[token]`]: "token.forget",
  [`GET ${W}/tokens/exchanges/[exchange]`]: "token.read",
  [`GET ${W}/tokens/timeline`]: "token.read",
};
