import type { Entry } from "../model";
import { afterChange } from "./retries";

const NOBODY = "Nobody yet: this can be put right in the request. If it persists, ask Prioticket support and quote the error reference.";

/** Statuses that say: the request itself is at fault. Source: facts §3.1 and §11. */
export const REQUEST_ENTRIES: Readonly<Record<number, Entry>> = {
  400: {
    name: "Bad request",
    party: "you",
    title: { every: "Prioticket could not read this request", token: "The token endpoint could not read this exchange" },
    meaning: {
      every: "A parameter is missing, repeated, unknown or malformed, or the body is not the JSON that this operation expects. Prioticket also answers 400 where other APIs answer 401: when the Authorization header is missing.",
      token: "The exchange was not in the documented form: HTTP Basic with the client id and secret, and a JSON body with grant_type. A missing or repeated member, credentials in two places, or a scope that does not exist lead here.",
      ping: "Ping takes no parameters and no body, so something was added to the request on the way, or the address is not quite the documented one.",
    },
    onWrites: "nothing happened",
    advice: {
      every: [
        "Compare the parameters with the operation's form: required ones first, then names (they are case-sensitive) and types.",
        "Check the body: one JSON object, wrapped in \"data\" where the operation asks for it, sent as application/json.",
        "Read the server's errors list; it usually names the field.",
      ],
      token: [
        "Send the documented form: Authorization: Basic, Content-Type: application/json, and {\"grant_type\":\"client_credentials\"}.",
        "Leave scope out altogether to see whether the scope is the cause, then add scopes one by one.",
        "Make sure that the client id and secret are in the header only, not in the body as well.",
      ],
    },
    retry: afterChange("The same request will be refused in the same way."),
    ask: NOBODY,
  },
  404: {
    name: "Not found",
    party: "you",
    title: { every: "Prioticket has nothing under this address", token: "There is no token endpoint at this address" },
    meaning: {
      every: "The reference in the path does not exist, is not visible to this credential, or belongs to another environment. Orders and products of staging are unknown in production, and the other way round.",
      token: "The address is not the documented one. The usual causes are a wrong version in the path or a host of another environment.",
      reservation: "This reservation does not exist for this credential. A cart can be read for ten days after it has expired; then it is gone.",
    },
    onWrites: "nothing happened",
    advice: {
      every: [
        "Check the reference for stray spaces and for a mix-up: a booking reference is not an order reference, and neither is a reservation reference.",
        "Check that the environment and the version are the ones that the reference came from.",
        "List the resource first and take the reference from the reply.",
      ],
      token: ["Compare the address with {environment}/{version}/distributor/oauth2/token.", "Check the version that is chosen for this credential."],
    },
    retry: afterChange("It is not there now. Only a resource that is still being created may appear later."),
    ask: NOBODY,
  },
  405: {
    name: "Method not allowed",
    party: "you",
    title: { every: "This address exists, but not for this method", token: "The token endpoint takes POST only" },
    meaning: {
      every: "The path was understood, the method was not allowed on it. A proxy that turned a POST into a GET, or a version in the path that lacks this operation, gives the same answer.",
      token: "Tokens are made by POST. A GET, for example from a link or after a redirect, is answered this way.",
    },
    onWrites: "nothing happened",
    advice: { every: ["Use a method that the Allow header lists, or the one in the catalogue.", "Check the version in the path and look for a trailing slash."] },
    retry: afterChange("The method stays wrong for this address."),
    ask: NOBODY,
    header: { name: "Allow", must: true, purpose: "It lists the methods that this address takes; it may be empty." },
  },
  406: {
    name: "Not acceptable",
    party: "you",
    title: { every: "Prioticket cannot answer in the format that was asked for" },
    meaning: {
      every: "The Accept header leaves no format that this operation can produce. Everything is JSON, except vouchers, which also come as PDF. Some HTTP libraries add an Accept of their own.",
      token: "The token endpoint answers JSON only, and the Accept header excludes it.",
    },
    onWrites: "nothing happened",
    advice: { every: ["Send Accept: application/json, or leave the header out.", "For a voucher, send application/pdf or application/json."] },
    retry: afterChange("The same Accept header will be refused again."),
    ask: NOBODY,
  },
  409: {
    name: "Conflict",
    party: "you",
    title: { every: "This does not fit the present state of the resource" },
    meaning: {
      every: "The request is valid, but the resource has moved on: it was changed, confirmed, cancelled or paid in the meantime, or the same external reference is already in use. Prioticket lists this status without explaining it, so this reading is inferred.",
      order: "The order or its reservation is no longer in the state that this request expects. If this was a second attempt, the first one may be what it collides with.",
    },
    onWrites: "nothing happened",
    advice: {
      every: ["Read the resource again and compare its version and status with what you sent.", "Send the change again on top of the newest version."],
      order: ["Look the order up by your order_external_reference before anything else: it may already exist.", "If it does not, read the reservation again and confirm what is still held."],
    },
    retry: afterChange("It will collide again until it is based on the present state."),
    ask: NOBODY,
  },
  422: {
    name: "Unprocessable content",
    party: "you",
    title: { every: "Prioticket understood this request and cannot carry it out" },
    meaning: {
      every: "The form is right, the content is not: a rule of the product, a date, a quantity or the state of the resource stands against it. Where 400 says \"we cannot read you\", 422 says \"we understood you; we cannot do that\".",
      token: "The exchange was well-formed, but something in it cannot be honoured, such as a grant type or a combination of scopes.",
      read: "The parameters are well-formed but cannot be combined or lie outside a range, for example more than 90 days of availability in one call.",
      cancellation: "What you want to cancel cannot be cancelled: product_cancellation_allowed is false, it was redeemed, or the time limit of its policy has passed.",
      reservation: "The product, the date, the slot or the quantity does not fit: no capacity, outside the booking window, or a required slot or pickup point is missing.",
      order: "The order cannot be made: the hold has expired, the quantity is outside the limits, direct bookings and a reservation are mixed, or required answers are missing.",
    },
    onWrites: "nothing happened",
    advice: {
      every: [
        "Go through the server's errors list field by field.",
        "Check dates: local time of the activity with its offset, such as +02:00. A trailing Z is not accepted.",
        "Check amounts: they travel as text, \"12.50\", not as numbers.",
      ],
      token: ["Ask for fewer scopes, or for none.", "Check that grant_type is client_credentials."],
      cancellation: ["Read the order: product_cancellation_allowed and the cancellation policies say what is possible now.", "Cancel single bookings if only one of them stands in the way."],
      reservation: ["Read the availability again and take the slot from that reply.", "Check dates: local time of the activity with its offset; a trailing Z is not accepted.", "Check the quantity limits and the required pickup points of the product."],
      order: ["Read the reservation: reservation_valid_until says whether it is still held.", "Confirm one reservation per call, or only direct bookings, never both.", "Check dates (offset, no trailing Z) and amounts (as text)."],
    },
    retry: afterChange("Unchanged, it will be refused again. If this was a second attempt, check first whether the first one went through."),
    ask: "Nobody yet. If the server's words do not say what stands in the way, ask Prioticket support and quote the error reference.",
  },
};
