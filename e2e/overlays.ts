import type { Page } from "@playwright/test";

/** Something that opens above a page. */
export interface Overlay {
  name: string;
  /** Only where the page is this narrow, or this wide. */
  only?: "narrow" | "wide";
  open: (page: Page) => Promise<void>;
}

const press = (name: string | RegExp) => async (page: Page) => page.getByRole("button", { name }).filter({ visible: true }).first().click();
const fromMenu = (menu: string, item: string) => async (page: Page) => {
  await press(menu)(page);
  await page.getByRole("menuitem", { name: item }).click();
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
    { name: "scopes of a send", open: press("Other scopes") },
    { name: "picking an operation", only: "narrow", open: press(/List products/) },
  ],
  simulator: [
    { name: "a client of one's own", open: press("New client") },
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
