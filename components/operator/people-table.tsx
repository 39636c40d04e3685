import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table } from "@/components/ui/table";
import type { PersonRow } from "@/lib/operator/people/schema";
import { PersonActions } from "./person-actions";

export function PeopleTable({ people }: { people: readonly PersonRow[] }) {
  return (
    <Table label="People">
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">State</th>
          <th scope="col">Workspaces</th>
          <th scope="col">Last seen</th>
          <th scope="col">Since</th>
          <th scope="col" className="relative">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.userId}>
            <th scope="row" className="min-w-44 font-normal!">
              <span className="flex flex-wrap items-center gap-x-2">
                <span className="font-medium">{person.name}</span>
                {person.isYou ? <Badge>you</Badge> : null}
              </span>
              <span className="block text-xs break-all text-muted">{person.email}</span>
            </th>
            <td>
              <span className="flex flex-wrap gap-1">
                {person.isOperator ? <Badge tone="info" title={person.isOperatorByGroup ? "By a group of the identity provider" : undefined}>operator{person.isOperatorByGroup ? " by group" : ""}</Badge> : null}
                {person.isDisabled ? <Badge tone="bad">disabled</Badge> : null}
                {person.isOperator || person.isDisabled ? null : <span className="text-muted">active</span>}
              </span>
            </td>
            <td className="tabular-nums">{person.workspaces}</td>
            <td className="whitespace-nowrap text-muted">{person.lastSeenAt === null ? "not in the last 30 days" : <RelativeTime at={person.lastSeenAt} />}</td>
            <td className="whitespace-nowrap text-muted">
              <RelativeTime at={person.createdAt} />
            </td>
            <td className="text-right">
              <PersonActions person={person} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
