import type { Metadata } from "next";
import { CatalogBrowser } from "@/components/catalog/catalog-browser";
import { PostmanMenu } from "@/components/catalog/postman-menu";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { requireScope } from "@/lib/auth/gate";

export const metadata: Metadata = { title: "Catalogue" };

export default async function CatalogPage({ params }: { params: Promise<{ workspace: string }> }) {
  const scope = await requireScope((await params).workspace);
  return (
    <>
      <PageHeader
        title="Catalogue"
        description="Every operation of the Distributor API: what it takes, what it answers, which scope it needs."
        actions={<PostmanMenu workspace={scope.workspaceSlug} />}
      />
      <Notice className="mb-4 max-w-3xl">
        This description was put together from public facts and is not published by Prioticket. What is a guess is marked as inferred.
      </Notice>
      <CatalogBrowser basePath={`/${scope.workspaceSlug}/catalog`} />
    </>
  );
}
