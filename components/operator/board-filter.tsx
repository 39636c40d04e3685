"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { SORTS, STAGES, type Board, type BoardQuery } from "@/lib/operator/board/schema";
import { SORT_WORDS, STAGE_WORDS } from "./words";

interface BoardFilterProps {
  /** Every choice is in the address, so that a link shows the same. */
  query: BoardQuery;
  totals: Board["totals"];
}

export function BoardFilter({ query: { q, stage, place, sort }, totals }: BoardFilterProps) {
  const router = useRouter();
  const chosen = { q, stage, place, sort: sort === "newest" ? undefined : sort };
  const choose = (change: Record<string, string | undefined>): void => {
    const entries = Object.entries({ ...chosen, ...change }).filter((entry): entry is [string, string] => Boolean(entry[1]));
    router.push(entries.length === 0 ? "/operator" : `/operator?${new URLSearchParams(entries)}`);
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    choose({ q: String(new FormData(event.currentTarget).get("q") ?? "").trim() });
  };
  const all = STAGES.reduce((sum, one) => sum + totals[one], 0);
  return (
    <div role="search" aria-label="Filter partners" className="mb-4 grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap">
      <form onSubmit={submit} className="col-span-2 sm:w-64">
        <Field label="Search">
          <Input key={q} name="q" type="search" defaultValue={q} placeholder="Name, address, contact, note" maxLength={100} />
        </Field>
      </form>
      <Field label="Stage" className="sm:w-52">
        <Select value={stage ?? ""} onChange={(event) => choose({ stage: event.target.value })}>
          <option value="">All ({all})</option>
          {STAGES.map((one) => (
            <option key={one} value={one}>
              {STAGE_WORDS[one].name} ({totals[one]})
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Environments" className="sm:w-48">
        <Select value={place ?? ""} onChange={(event) => choose({ place: event.target.value })}>
          <option value="">Simulator and live</option>
          <option value="simulator">Simulator only</option>
          <option value="live">Live only</option>
        </Select>
      </Field>
      <Field label="Order" className="sm:w-48">
        <Select value={sort} onChange={(event) => choose({ sort: event.target.value === "newest" ? undefined : event.target.value })}>
          {SORTS.map((one) => (
            <option key={one} value={one}>
              {SORT_WORDS[one]}
            </option>
          ))}
        </Select>
      </Field>
      {Object.values(chosen).some((value) => value !== undefined) ? (
        <p className="col-span-2 pb-1 text-sm">
          <Link href="/operator" className="inline-flex items-center gap-1 text-accent hover:underline">
            <X aria-hidden className="size-3.5" />
            Show all partners
          </Link>
        </p>
      ) : null}
    </div>
  );
}
