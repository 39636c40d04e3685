import type { Page } from "@playwright/test";

/** Something that opens above a page. */
export interface Overlay {
  name: string;
  /** Only where the page is this narrow, or this wide. */
  only?: "narrow" | "wide";
  open: (page: Page) => Promise<void>;
}

export const press = (name: string | RegExp) => async (page: Page) => page.getByRole("button", { name }).filter({ visible: true }).first().click();
export const fromMenu = (menu: string, item: string) => async (page: Page) => {
  await press(menu)(page);
  await page.getByRole("menuitem", { name: item }).click();
};
/** In the list of what was saved. */
const saved = (open: (page: Page) => Promise<void>) => async (page: Page) => {
  await page.getByRole("tab", { name: "Saved" }).first().click();
  await open(page);
};
const CREDENTIAL = "More for Built-in simulator";
const MEMBER = "Actions for Nora Newcomer";

/** Every dialog and every menu, by the page below the workspace on which it opens. */
export const OVERLAYS: Readonly<Record<string, readonly Overlay[]>> = {
  settings: [
    { name: "command palette", open: press("Open the command palette") },
    { name: "shortcuts", open: (page) => page.keyboard.press("Shift+?") },
    { name: "account menu", open: press("You") },
    { name: "theme menu", open: press("Theme") },
    { name: "workspaces", only: "wide", open: press(/^Workspace:/) },
    { name: "environments", open: press(/^Environment:/) },
    { name: "fair use", open: press(/^Fair use/) },
    { name: "versions", open: press(/^API version:/) },
    { name: "navigation", only: "narrow", open: press("Pages") },
    { name: "new personal token", open: press("New token") },
    { name: "keeping personal data readable", open: press("Keep it readable") },
    { name: "deleting the workspace", open: press("Delete workspace") },
  ],
  credentials: [
    { name: "adding a credential", open: press("Add credential") },
    { name: "menu of a credential", open: press(CREDENTIAL) },
    { name: "editing a credential", open: fromMenu(CREDENTIAL, "Edit") },
    { name: "rotating a secret", open: fromMenu(CREDENTIAL, "Rotate secret") },
    { name: "users of a credential", open: fromMenu(CREDENTIAL, "Who may use it") },
    { name: "deleting a credential", open: fromMenu(CREDENTIAL, "Delete") },
    {
      name: "checking with scopes",
      open: async (page) => {
        await press(/^With scopes/)(page);
        await page.getByRole("button", { name: "Read products" }).click();
      },
    },
  ],
  members: [
    { name: "inviting", open: press("Invite somebody") },
    { name: "new link for somebody", open: press("New link for otto@example.com") },
    { name: "leaving", open: press("Leave this workspace") },
    { name: "menu of a member", open: press(MEMBER) },
    { name: "environments of a member", open: press("Change where Nora Newcomer may send to") },
    { name: "handing the workspace over", open: fromMenu(MEMBER, "Hand the workspace over") },
    { name: "removing a member", open: fromMenu(MEMBER, "Remove") },
  ],
  audit: [{ name: "exporting the audit trail", open: press("Export") }],
  catalog: [{ name: "exporting for Postman", open: press("Download for Postman") }],
  playground: [
    { name: "saving a request", open: press("Save") },
    {
      name: "new collection",
      only: "wide",
      open: async (page) => {
        await page.getByRole("tab", { name: "Saved" }).first().click();
        await press(/collection$/)(page);
      },
    },
    { name: "menu of a collection", only: "wide", open: saved(press("Actions for Morning checks")) },
    { name: "changing a collection", only: "wide", open: saved(fromMenu("Actions for Morning checks", "Rename")) },
    { name: "deleting a collection", only: "wide", open: saved(fromMenu("Actions for Morning checks", "Delete")) },
    { name: "menu of a saved request", only: "wide", open: saved(press("Actions for All products")) },
    { name: "changing a saved request", only: "wide", open: saved(fromMenu("Actions for All products", "Rename")) },
    { name: "deleting a saved request", only: "wide", open: saved(fromMenu("Actions for All products", "Delete")) },
    { name: "scopes of a send", open: press("Other scopes") },
    { name: "picking an operation", only: "narrow", open: press(/List products/) },
  ],
  "playground?env=production&v=3.8": [{ name: "opening production", open: press("Open for writing") }],
  tokens: [{ name: "forgetting a token", open: press("Forget") }],
  simulator: [
    { name: "a client of one's own", open: press("New client") },
    { name: "removing a client", open: press("Remove Booking engine") },
    { name: "revoking all tokens", open: press("Revoke all tokens") },
    { name: "fault rule", open: press("Add fault rule") },
    {
      name: "test product",
      open: async (page) => {
        await page.getByRole("tab", { name: /products/i }).click();
        await press(/^Edit product/)(page);
      },
    },
    {
      name: "resetting the world",
      open: async (page) => {
        await page.getByRole("tab").first().click();
        await press("Reset this world")(page);
      },
    },
  ],
  "simulator/deliveries": [
    {
      name: "delivery",
      open: async (page) => {
        await page.getByRole("button", { name: "CONTACT_UPDATE" }).click();
        await page.getByRole("heading", { name: "Tries" }).waitFor();
      },
    },
  ],
};
