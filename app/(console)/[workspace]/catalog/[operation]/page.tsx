import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { OperationView } from "@/components/catalog/operation-view";
import { ButtonLink } from "@/components/ui/button-link";
import { MethodBadge } from "@/components/ui/method-badge";
import { PageHeader } from "@/components/ui/page-header";
import { requireScope } from "@/lib/auth/gate";
import { findOperation } from "@/lib/catalog/operations";

interface OperationPageProps {
  params: Promise<{ workspace: string; operation: string }>;
}

export async function generateMetadata({ params }: OperationPageProps): Promise<Metadata> {
  return { title: findOperation((await params).operation)?.summary ?? "Catalogue" };
}

export default async function OperationPage({ params }: OperationPageProps) {
  const { workspace, operation: id } = await params;
  const scope = await requireScope(workspace);
  const operation = findOperation(id);
  if (operation === undefined) notFound();
  const base = `/${scope.workspaceSlug}`;
  const isExchange = operation.auth === "basic";
  return (
    <>
      <p className="mb-2 text-sm">
        <Link href={`${base}/catalog`} className="text-accent underline">
          Catalogue
        </Link>
        <span className="text-muted"> / {operation.group}</span>
      </p>
      <PageHeader
        title={operation.summary}
        description={operation.description}
        actions={
          <ButtonLink href={isExchange ? `${base}/tokens` : `${base}/playground?operation=${operation.id}`}>
            {isExchange ? "Get a token" : "Try it"}
          </ButtonLink>
        }
      />
      <p className="mb-4 flex items-center gap-2 font-mono text-sm wrap-anywhere">
        <MethodBadge method={operation.method} />
        {operation.path}
      </p>
      <OperationView operation={operation} errorsPath={`${base}/errors`} />
    </>
  );
}
