import { Users } from "lucide-react";
import type { Metadata } from "next";
import { PeopleFilter } from "@/components/operator/people-filter";
import { OperatorRights } from "@/components/operator/operator-rights";
import { PeopleTable } from "@/components/operator/people-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireOperator } from "@/lib/auth/gate";
import { peopleQuery } from "@/lib/operator/people/schema";
import { listPeople } from "@/lib/operator/people/service";

export const metadata: Metadata = { title: "People" };

interface PeoplePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function PeoplePage({ searchParams }: PeoplePageProps) {
  const scope = await requireOperator("/operator/people");
  const query = peopleQuery.parse(await searchParams);
  const { people, next } = await listPeople(scope, query);
  const { after, ...chosen } = query;
  const given = Object.fromEntries(Object.entries(chosen).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return (
    <>
      <PageHeader title="People" description="Everybody with an account here. A change counts from a person's next click; changes ask for a fresh sign-in." />
      <PeopleFilter query={query} />
      {people.length > 0 ? (
        <PeopleTable people={people} />
      ) : (
        <EmptyState icon={<Users />} title="Nobody is like this" action={<ButtonLink href="/operator/people">Show everybody</ButtonLink>}>
          Search for another name or address.
        </EmptyState>
      )}
      <p className="mt-3 flex gap-3">
        {after === undefined ? null : <ButtonLink variant="secondary" href={`/operator/people?${new URLSearchParams(given)}`}>First page</ButtonLink>}
        {next === undefined ? null : <ButtonLink variant="secondary" href={`/operator/people?${new URLSearchParams({ ...given, after: next })}`}>More people</ButtonLink>}
      </p>
      <OperatorRights />
    </>
  );
}
