import { fromMenu, press, type Overlay } from "./overlays";

const PARTNER = "Actions for North Pier Tours";
const PERSON = "Actions for Nora Newcomer";

/** Every dialog and every menu of the pages that belong to no workspace, by their path. */
export const OVERLAYS_ELSEWHERE: Readonly<Record<string, readonly Overlay[]>> = {
  "/account": [{ name: "ending other sessions", open: press("Sign out everywhere else") }],
  "/operator": [
    { name: "inviting a partner", open: press("Invite a partner") },
    { name: "menu of a partner", open: press(PARTNER) },
    { name: "changing a certification", open: fromMenu(PARTNER, "Change the certification") },
    { name: "withdrawing a certification", open: fromMenu(PARTNER, "Withdraw the certification") },
    { name: "new link for a partner", open: fromMenu(PARTNER, "New link") },
    { name: "deleting a partner", open: fromMenu(PARTNER, "Delete") },
  ],
  "/operator/people": [
    { name: "menu of a person", open: press(PERSON) },
    { name: "making an operator", open: fromMenu(PERSON, "Make operator") },
    { name: "link for a new password", open: fromMenu(PERSON, "Link for a new password") },
    { name: "disabling a person", open: fromMenu(PERSON, "Disable") },
  ],
  "/operator/products": [{ name: "test product of every world", open: press(/^Edit product/) }],
  "/operator/record": [{ name: "exporting the record", open: press("Export") }],
};

/** On the page of a run with a comment of one's own. */
export const OVERLAYS_OF_A_RUN: readonly Overlay[] = [
  { name: "deleting a run", open: press("Delete") },
  { name: "deleting a comment", open: press("Delete this comment") },
];
