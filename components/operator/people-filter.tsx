"use client";

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { PeopleQuery } from "@/lib/operator/people/schema";

const PATH = "/operator/people";

export function PeopleFilter({ query: { q, show } }: { query: PeopleQuery }) {
  const router = useRouter();
  const choose = (change: Record<string, string>): void => {
    const entries = Object.entries({ q, show, ...change }).filter((entry): entry is [string, string] => Boolean(entry[1]));
    router.push(entries.length === 0 ? PATH : `${PATH}?${new URLSearchParams(entries)}`);
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    choose({ q: String(new FormData(event.currentTarget).get("q") ?? "").trim() });
  };
  return (
    <div role="search" aria-label="Filter people" className="mb-4 grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap">
      <form onSubmit={submit} className="col-span-2 sm:w-72">
        <Field label="Search">
          <Input key={q} name="q" type="search" defaultValue={q} placeholder="Name or e-mail address" maxLength={100} />
        </Field>
      </form>
      <Field label="Show" className="sm:w-48">
        <Select value={show ?? ""} onChange={(event) => choose({ show: event.target.value })}>
          <option value="">Everybody</option>
          <option value="operators">Operators</option>
          <option value="disabled">Disabled people</option>
        </Select>
      </Field>
    </div>
  );
}
