import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { AuditChoices, AuditFilters } from "@/lib/audit/model";

interface AuditFilterFormProps {
  basePath: string;
  filters: AuditFilters;
  choices: AuditChoices;
}

/** Who, what, when. A form of the platform's own, so that each view has an address to send on. */
export function AuditFilterForm({ basePath, filters, choices }: AuditFilterFormProps) {
  const isNarrowed = Object.values(filters).some((value) => value !== undefined);
  return (
    <form action={basePath} method="get" aria-label="Filter" className="mb-4 grid grid-cols-2 items-end gap-3 lg:flex lg:flex-wrap">
      <Field label="Who" className="lg:w-48">
        <Select name="actor" defaultValue={filters.actor ?? ""}>
          <option value="">Everybody</option>
          {choices.actors.map(({ id, name }) => (
            <option key={id} value={id}>
              {name ?? "somebody who left"}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="What" className="lg:w-60">
        <Select name="action" defaultValue={filters.action ?? ""}>
          <option value="">Everything</option>
          {choices.actions.map((action) => (
            <option key={action}>{action}</option>
          ))}
        </Select>
      </Field>
      <Field label="From (UTC)">
        <Input type="date" name="from" defaultValue={filters.from} />
      </Field>
      <Field label="To (UTC)">
        <Input type="date" name="to" defaultValue={filters.to} />
      </Field>
      <p className="col-span-2 flex gap-2">
        <Button type="submit">Show</Button>
        {isNarrowed ? (
          <ButtonLink variant="ghost" href={basePath}>
            Show everything
          </ButtonLink>
        ) : null}
      </p>
    </form>
  );
}
