import type { Page } from "@playwright/test";

export interface WorkspacePage {
  name: string;
  /** Path without the query that carries environment and version. */
  path: string;
}

/** The pages that the navigation offers to whoever is signed in on this page. */
export async function pagesOfTheWorkspace(page: Page): Promise<WorkspacePage[]> {
  const links = await page.getByRole("navigation", { name: "Pages" }).getByRole("link").all();
  return Promise.all(
    links.map(async (link) => ({
      name: (await link.textContent())?.trim() ?? "",
      path: ((await link.getAttribute("href")) ?? "").split("?")[0] ?? "",
    })),
  );
}
