"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { operationsByGroup } from "@/lib/catalog/operation-index";

/** What the address narrows the list to; every filter is in the address, so that a link shows the same. */
export interface RunsNarrowing {
  result?: string;
  environment?: string;
  operationId?: string;
  madeBy?: string;
}

interface RunsFilterProps {
  basePath: string;
  narrowing: RunsNarrowing;
  /** The name behind `madeBy`, where it is known. */
  madeByName?: string;
}

const RESULTS = [
  ["2xx", "Success (2xx)"],
  ["3xx", "Redirected or unchanged (3xx)"],
  ["4xx", "Refused (4xx)"],
  ["5xx", "Server trouble (5xx)"],
  ["failed", "No complete reply"],
] as const;
const ENVIRONMENTS = ["simulator", "sandbox", "staging", "production"] as const;

export function RunsFilter({ basePath, narrowing, madeByName }: RunsFilterProps) {
  const router = useRouter();
  const narrow = (change: RunsNarrowing): void => {
    const entries = Object.entries({ ...narrowing, ...change }).filter((entry): entry is [string, string] => Boolean(entry[1]));
    router.push(entries.length === 0 ? basePath : `${basePath}?${new URLSearchParams(entries)}`);
  };
  const isNarrowed = Object.values(narrowing).some((value) => value !== undefined);
  return (
    <div role="search" aria-label="Filter runs" className="mb-4 grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap">
      <Field label="Result" className="sm:w-52">
        <Select value={narrowing.result ?? ""} onChange={(event) => narrow({ result: event.target.value })}>
          <option value="">Any</option>
          {RESULTS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Operation" className="order-first col-span-2 sm:order-none sm:w-64">
        <Select value={narrowing.operationId ?? ""} onChange={(event) => narrow({ operationId: event.target.value })}>
          <option value="">Any</option>
          {operationsByGroup().map(({ group, operations }) => (
            <optgroup key={group} label={group}>
              {operations.map((operation) => (
                <option key={operation.id} value={operation.id}>
                  {operation.summary}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      </Field>
      <Field label="Environment" className="sm:w-40">
        <Select value={narrowing.environment ?? ""} onChange={(event) => narrow({ environment: event.target.value })}>
          <option value="">Any</option>
          {ENVIRONMENTS.map((environment) => (
            <option key={environment}>{environment}</option>
          ))}
        </Select>
      </Field>
      {isNarrowed ? (
        <p className="col-span-2 flex items-center gap-2 pb-1 text-sm text-muted">
          {narrowing.madeBy === undefined ? null : `Only runs by ${madeByName ?? "one person"}.`}
          <Link href={basePath} className="inline-flex items-center gap-1 text-accent hover:underline">
            <X aria-hidden className="size-3.5" />
            Show all runs
          </Link>
        </p>
      ) : null}
    </div>
  );
}
