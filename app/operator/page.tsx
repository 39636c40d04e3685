import { Building2 } from "lucide-react";
import type { Metadata } from "next";
import { BoardFilter } from "@/components/operator/board-filter";
import { BoardTable } from "@/components/operator/board-table";
import { InvitePartner } from "@/components/operator/invite-partner";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireOperator } from "@/lib/auth/gate";
import { boardQuery } from "@/lib/operator/board/schema";
import { readBoard } from "@/lib/operator/board/service";

export const metadata: Metadata = { title: "Partners" };

interface BoardPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function BoardPage({ searchParams }: BoardPageProps) {
  const scope = await requireOperator("/operator");
  const query = boardQuery.parse(await searchParams);
  const { rows, totals, next } = await readBoard(scope, query);
  const { after, ...chosen } = query;
  const given = Object.fromEntries(Object.entries(chosen).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const isNarrowed = query.q !== undefined || query.stage !== undefined;
  return (
    <>
      <PageHeader title="Partners" description="How far each workspace has come, counted from calls that were really made; certifications are what operators wrote down. Nothing of what they sent is shown here." actions={<InvitePartner />} />
      <BoardFilter query={query} totals={totals} />
      {rows.length > 0 ? (
        <BoardTable rows={rows} />
      ) : isNarrowed ? (
        <EmptyState icon={<Building2 />} title="No partner is like this" action={<ButtonLink href="/operator">Show all partners</ButtonLink>}>
          Choose another stage, or search for something else.
        </EmptyState>
      ) : (
        <EmptyState icon={<Building2 />} title="Partners stand here" action={<InvitePartner />}>
          Invite the first one: you get a link to send, and they find a workspace with the simulator ready to use.
        </EmptyState>
      )}
      <p className="mt-3 flex gap-3">
        {after === undefined ? null : <ButtonLink variant="secondary" href={`/operator?${new URLSearchParams(given)}`}>First page</ButtonLink>}
        {next === undefined ? null : <ButtonLink variant="secondary" href={`/operator?${new URLSearchParams({ ...given, after: next })}`}>More partners</ButtonLink>}
      </p>
    </>
  );
}
