/**
 * How each function of each store is called by somebody of our workspace who has put the ids of another into every other place.
 * A test compares the list with the stores, so that none is forgotten.
 */
import { idIn, OURS, PERSON, textIn, THEIRS } from "./two-tenants";

/** Stands for a transaction that works for our workspace. */
export const TX = Symbol("transaction");
/** Stands for our world in a transaction, as the simulator has it. */
export const WORLD = Symbol("world");

const W = OURS;
const their = (table: string) => idIn(THEIRS, table);
const text = (column: string) => textIn(THEIRS, column);
const LONG_AGO = new Date(0);
const LATER = new Date(Date.now() + 400 * 86_400_000);
const NOW = new Date();
const key = { workspaceId: W, id: their("invitations") };

/** Arguments of a function that has a tenant's filter. */
export const FILTERED: Readonly<Record<string, readonly unknown[]>> = {
  "audit/chain/store selectHead": [TX, W],
  "audit/chain/store selectLinks": [TX, W, 0, 10],
  "audit/chain/store countUnchained": [TX, W],
  "audit/chain/store moveHead": [TX, W, { sequence: 9, hash: "moved" }],
  "audit/store selectEvents": [W, {}, undefined, 10],
  "audit/store selectEventsInOrder": [W, {}, 0, 10],
  "audit/store selectChoices": [W],
  "collections/store selectCollections": [W],
  "collections/store selectRequests": [W],
  "collections/store selectRequest": [W, their("saved_requests")],
  "collections/store lockCollection": [TX, W, their("collections")],
  "collections/store lockRequest": [TX, W, their("saved_requests")],
  "collections/store countCollections": [TX, W],
  "collections/store countRequests": [TX, W, their("collections")],
  "collections/store updateCollection": [TX, W, their("collections"), PERSON, { name: "taken" }],
  "collections/store updateRequest": [TX, W, their("saved_requests"), PERSON, { name: "taken" }],
  "collections/store lockCollectionOrder": [TX, W],
  "collections/store lockRequestOrder": [TX, W, their("collections")],
  "collections/store placeCollections": [TX, W, [PERSON, PERSON, their("collections")]],
  "collections/store placeRequests": [TX, W, [PERSON, PERSON, their("saved_requests")]],
  "collections/store deleteCollection": [TX, W, their("collections")],
  "collections/store deleteRequest": [TX, W, their("saved_requests")],
  "credentials/store listRows": [W],
  "credentials/store findListed": [W, their("credentials")],
  "credentials/store findRow": [W, their("credentials")],
  "credentials/store lockRow": [TX, W, their("credentials")],
  "credentials/store labelTaken": [TX, { workspaceId: W, id: PERSON, environment: text("environment") }, text("label")],
  "credentials/store changeRow": [TX, W, their("credentials"), { label: "taken" }],
  "credentials/store noteOnRow": [TX, W, their("credentials"), { lastUsedAt: LONG_AGO }],
  "credentials/store deleteRow": [TX, W, their("credentials")],
  "partners/store markMoment": [TX, W, { moment: "good", place: "live", at: LONG_AGO, runId: PERSON }],
  "partners/store changesOfCall": [W, { place: "live", at: LONG_AGO, seenBefore: NOW, reached: [{ moment: "good", runId: PERSON }], day: "2026-01-10", slot: 0, errors: 0 }],
  "partners/store markJoined": [TX, W],
  "partners/store markSeen": [TX, W, "live", LONG_AGO, NOW],
  "partners/store deleteCountsBefore": [W, "9999-01-01"],
  "partners/store selectPartner": [W],
  "partners/store selectKept": [W, [their("runs")]],
  "playground/comments/store selectComments": [W, their("runs")],
  "playground/comments/store countComments": [TX, W, their("runs")],
  "playground/comments/store lockComment": [TX, W, their("runs"), their("run_comments")],
  "playground/comments/store updateComment": [TX, W, their("runs"), their("run_comments"), "taken"],
  "playground/comments/store deleteComment": [TX, W, their("runs"), their("run_comments")],
  "playground/personal/store selectDays": [W],
  "playground/personal/store lockDays": [TX, W],
  "playground/personal/store updateDays": [TX, W, 3],
  "playground/personal/store lockHolding": [TX, W, LATER, 10],
  "playground/personal/store updateMasked": [TX, W, their("runs"), {}],
  "playground/retention/store selectNextPurge": [W],
  "playground/store holdPersonalDays": [TX, W],
  "playground/history/store selectPeople": [W],
  "playground/history/store selectErrorGroups": [W, LONG_AGO, LONG_AGO, 10],
  "playground/store selectRuns": [W, { limit: 10 }, undefined],
  "playground/store findRun": [W, their("runs")],
  "playground/store updateRun": [TX, { workspaceId: W, id: their("runs"), operationId: "taken" }],
  "playground/store deleteRun": [TX, W, their("runs")],
  "playground/store deleteExpiredRuns": [TX, W, 100],
  "simulator/store WorldRows.find": [WORLD, "webhook", text("reference")],
  "simulator/store WorldRows.findToChange": [WORLD, "webhook", text("reference")],
  "simulator/store WorldRows.findRepeat": [WORLD, "webhook", "external", "hash"],
  "simulator/store WorldRows.list": [WORLD, "webhook"],
  "simulator/store WorldRows.listOf": [WORLD, "webhook", "external"],
  "simulator/store WorldRows.findWith": [WORLD, "webhook", {}],
  "simulator/store WorldRows.update": [WORLD, "webhook", text("reference"), { taken: true }, NOW],
  "simulator/store WorldRows.findAll": [WORLD, "webhook", [text("reference")]],
  "simulator/store WorldRows.remove": [WORLD, "webhook", text("reference")],
  "simulator/store WorldRows.use": [WORLD, [text("slot")], NOW],
  "simulator/store WorldRows.counted": [WORLD, text("name")],
  "simulator/store WorldRows.releaseSeats": [WORLD, text("item"), NOW],
  "simulator/webhooks/store dropFuture": [WORLD, text("item_id"), LONG_AGO],
  "simulator/webhooks/store reschedule": [TX, W, LATER, false],
  "simulator/webhooks/store recordTry": [{ world: W, id: text("id"), attempts: 0, body: text("body") }, {}, "delivered", undefined],
  "simulator/webhooks/store findWebhook": [W, text("reference")],
  "simulator/webhooks/store listDeliveries": [W, 10],
  "simulator/webhooks/store findDelivery": [W, text("id")],
  "simulator/webhooks/store requeue": [TX, W, text("id")],
  "simulator/worlds/store readWorld": [W],
  "simulator/worlds/store startTokenGeneration": [TX, W],
  "simulator/worlds/store listRules": [W],
  "simulator/worlds/store updateRule": [TX, W, their("simulator_fault_rules"), { paused: true }],
  "simulator/worlds/store deleteRule": [TX, W, their("simulator_fault_rules")],
  "simulator/worlds/store deleteRules": [TX, W],
  "simulator/worlds/store takeTurn": [W, their("simulator_fault_rules"), {}, NOW],
  "simulator/worlds/store block": [W, NOW],
  "simulator/worlds/store readMeter": [W],
  "simulator/worlds/store deleteMeter": [TX, W],
  "simulator/worlds/store findProductDocument": [TX, W, text("product_id")],
  "simulator/worlds/store countRecords": [W],
  "simulator/worlds/store emptyWorld": [TX, W, { rules: false, products: false }],
  "simulator/worlds/store listClients": [W],
  "simulator/worlds/store deleteClient": [TX, W, text("client_id")],
  "tokens/expiry/store deleteOldTokens": [TX, W, LATER, 100],
  "tokens/expiry/store deleteOldExchanges": [TX, W, LATER, 100],
  "tokens/expiry/store deleteStaleBackoffs": [TX, W, LATER],
  "tokens/store look": [{ workspaceId: W, credentialId: their("credentials"), apiVersion: text("api_version"), scopeKey: text("scope_key") }, NOW],
  "tokens/store holdCredential": [TX, W, their("credentials")],
  "tokens/store retireToken": [TX, W, their("tokens"), "taken", NOW],
  "tokens/store findToken": [W, their("tokens")],
  "tokens/store refusedSince": [{ workspaceId: W, id: PERSON, credentialId: their("credentials"), credentialVersion: 1, apiVersion: text("api_version"), scopeKey: text("scope_key") }, "seen", LONG_AGO],
  "tokens/store addUses": [W, their("tokens"), 5, NOW],
  "tokens/store findBackoffs": [W, [text("flight_key")]],
  "tokens/store setNotBefore": [TX, W, text("flight_key"), LONG_AGO],
  "tokens/store forgetFailures": [TX, W, [text("flight_key")]],
  "tokens/store listTokens": [W, LONG_AGO, 10],
  "tokens/store listExchanges": [W, 10],
  "tokens/store callsByStep": [W, [their("tokens")], { from: LONG_AGO, to: LATER, stepSeconds: 86_400 }],
  "workspaces/invitations/store selectOpenInvitations": [W],
  "workspaces/invitations/store revokeOfOperators": [TX, W],
  "workspaces/invitations/store replaceToken": [TX, key, { tokenHash: "taken" }],
  "workspaces/invitations/store markRevoked": [TX, W, their("invitations")],
  "workspaces/invitations/store markUsed": [TX, W, their("invitations")],
  "workspaces/invitations/store selectOffer": [W, their("invitations")],
  "workspaces/invitations/store deleteOver": [W, LATER],
  "workspaces/members/store selectMembers": [W],
  "workspaces/members/store updateMember": [TX, W, PERSON, { role: "viewer" }],
  "workspaces/members/store deleteMember": [TX, W, PERSON],
  "workspaces/personal-tokens/store selectTokens": [W, PERSON],
  "workspaces/personal-tokens/store selectToken": [W, their("personal_tokens")],
  "workspaces/personal-tokens/store markRevoked": [TX, W, PERSON, their("personal_tokens")],
  "workspaces/personal-tokens/store noteUse": [W, their("personal_tokens"), NOW, NOW],
  "workspaces/personal-tokens/store deleteOver": [W, LATER],
  "workspaces/store selectWorkspace": [W],
  "workspaces/store lockWorkspace": [TX, W],
  "workspaces/store updateWorkspace": [TX, W, { name: "taken" }],
  "workspaces/store deleteWorkspace": [TX, W],
};

// Ours is written last, so that any one row is still theirs.
const THEIRS_HAS_DAYS = `update workspaces set personal_days = 5 where id = '${THEIRS}'; update workspaces set personal_days = null where id = '${OURS}'`;

/** What the rows have to be like before a function can find them at all. */
export const PREPARED: Readonly<Record<string, string>> = {
  "audit/chain/store countUnchained": "update audit_events set sequence = null",
  "playground/store deleteExpiredRuns": "update runs set started_at = now() - interval '60 days'",
  "playground/store holdPersonalDays": THEIRS_HAS_DAYS,
  "playground/history/store selectPeople": `update runs set made_by = (select id from users order by id limit 1) where workspace_id = '${THEIRS}'; update runs set made_by = null where workspace_id = '${OURS}'`,
  "playground/personal/store selectDays": THEIRS_HAS_DAYS,
  "playground/personal/store lockDays": THEIRS_HAS_DAYS,
  "playground/personal/store lockHolding": "update runs set holds_personal = true",
  "playground/personal/store updateMasked": "update runs set holds_personal = true",
  "playground/retention/store selectNextPurge": "update runs set started_at = now() - interval '29 days 12 hours'",
  "simulator/store WorldRows.findRepeat": `update simulator_records set request_hash = null where world = '${OURS}'`,
  "simulator/webhooks/store reschedule": "update simulator_deliveries set next_at = now() + interval '1 day'",
  "tokens/expiry/store deleteOldExchanges": "delete from tokens; delete from exchange_backoffs",
  "tokens/store refusedSince": "update tokens set retired_why = 'seen', retired_at = now()",
  "workspaces/invitations/store revokeOfOperators": "update invitations set by_operator = true",
};

/** Functions without a filter to forget, and why. */
export const UNFILTERED: Readonly<Record<string, readonly string[]>> = {
  "only begins a transaction, or lends a lock": [
    "audit/chain/store inSnapshot", "audit/store inTransaction", "partners/store inTransaction", "collections/store inTransaction", "credentials/store inTransaction", "playground/store inTransaction",
    "simulator/worlds/store inTransaction", "tokens/store inTransaction", "tokens/flight/store alone", "workspaces/store inTransaction", "workspaces/store inTransactionOverAll",
    "workspaces/store enterNewWorkspace", "simulator/store inWorld", "simulator/store WorldRows.lock", "simulator/store WorldRows.afterCommit", "simulator/store WorldRows.committed",
    "simulator/store WorldRows.key", "simulator/store lastModifiedOf", "worlds/store noteInWorld", "playground/comments/store inTransaction", "playground/personal/store inTransaction",
    "playground/live/store listenForRuns", "playground/live/store notifyOfRuns", "workspaces/group-roles/store enterConcerned",
  ],
  "asks nothing of the database": ["workspaces/members/store hasOwnerBeside"],
  "reads the installation's own record": ["audit/chain/store selectEnding"],
  "makes rows under its own workspace, or changes the one of that key": [
    "audit/chain/store appendEvent", "audit/chain/store lockHead", "collections/store insertCollection", "collections/store insertRequest", "credentials/store insertRow",
    "partners/store insertPartner", "partners/store insertMissingPartner", "playground/store insertRun",
    "simulator/store WorldRows.insert", "simulator/store WorldRows.insertAll", "simulator/store WorldRows.insertIfAbsent", "simulator/store WorldRows.put",
    "simulator/store WorldRows.putAll", "simulator/store WorldRows.takeSeats", "simulator/webhooks/store queueDeliveries", "simulator/worlds/store putSettings",
    "simulator/worlds/store insertRevokedToken", "simulator/worlds/store insertRule", "simulator/worlds/store countInMinute", "simulator/worlds/store putProduct",
    "simulator/worlds/store insertClient", "tokens/store insertExchange", "tokens/store insertToken", "tokens/store countFailure", "workspaces/invitations/store insertInvitation",
    "workspaces/personal-tokens/store insertToken", "workspaces/store insertWorkspace", "workspaces/store insertMember", "playground/comments/store insertComment", "simulator/store WorldRows.count",
    "simulator/worlds/store takeSerial",
  ],
  "works for all workspaces by design": [
    "audit/chain/store selectChains", "audit/chain/store recordIsInsertOnly", "audit/chain/store chainOlderEvents", "credentials/keys/store keysInUse", "credentials/keys/store anyBlob",
    "credentials/keys/store blobsOfOtherKeys", "credentials/keys/store replaceBlobs", "simulator/store putClient", "simulator/store findClientRow", "simulator/webhooks/store takeDue",
    "simulator/webhooks/store forgetOldDeliveries", "upkeep/store selectWorkspacesWithWork", "workspaces/store lockPerson", "workspaces/store selectMembership", "workspaces/store selectMemberships",
    "workspaces/group-roles/store selectConcerned", "workspaces/personal-tokens/store markAllRevoked",
  ],
};

/** Stores of tables that belong to no workspace, and those of the operators, who look after all of them. */
export const NO_TENANT = ["audit/denials/store", "auth/store", "auth/throttle/store", "fair-use/store", "operator/board/store", "operator/partners/store", "operator/people/store", "simulator/installation/store"];
