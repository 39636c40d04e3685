import type { Metadata } from "next";
import { PAGE_SIZE, RecordView } from "@/components/audit/record-view";
import { auditView } from "@/lib/audit/schema";
import { installationChoices, listInstallation } from "@/lib/audit/service";
import { requireOperator } from "@/lib/auth/gate";

export const metadata: Metadata = { title: "Record" };

interface RecordPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RecordPage({ searchParams }: RecordPageProps) {
  const scope = await requireOperator("/operator/record");
  const { before, ...filters } = auditView.parse(await searchParams);
  const [found, offered] = await Promise.all([listInstallation(scope, { ...filters, before, limit: PAGE_SIZE + 1 }), installationChoices(scope)]);
  return (
    <RecordView
      title="Record"
      description="What belongs to no workspace: sign-ins, refusals, people, operators, and workspaces that were deleted. No entry is ever edited or deleted. What happens in a workspace is in its own record, for its owners and admins."
      basePath="/operator/record"
      apiPath="/bff/operator/record"
      name="installation"
      filters={filters}
      before={before}
      found={found}
      choices={offered}
    >
      Nothing here is like this. Choose other days, another person or another action.
    </RecordView>
  );
}
