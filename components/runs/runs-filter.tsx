"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { operationsByGroup } from "@/lib/catalog/operation-index";
import { answerText, readAnswer } from "@/lib/playground/answer-text";
import { addressOf, type RunsNarrowing } from "@/lib/playground/narrowing";
import { TimeField } from "./time-field";

interface RunsFilterProps {
  basePath: string;
  narrowing: RunsNarrowing;
  people: readonly { id: string; name: string }[];
  /** What is wrong with the reference in the address, in words. */
  referenceIssue: string | undefined;
}

const RESULTS = [
  ["errors", "Any error"],
  ["2xx", "Success (2xx)"],
  ["3xx", "Redirected or unchanged (3xx)"],
  ["4xx", "Refused (4xx)"],
  ["5xx", "Server trouble (5xx)"],
  ["failed", "No complete reply"],
] as const;
/** One choice for both filters, since one of them is always meant. */
function resultOf(choice: string): RunsNarrowing {
  return choice === "errors" ? { errors: "1", result: undefined } : { errors: undefined, result: choice };
}

const ENVIRONMENTS = ["simulator", "sandbox", "staging", "production"] as const;

/** Every filter stands in the address, so that a link shows the same. A choice counts at once, what is typed with Enter. */
export function RunsFilter({ basePath, narrowing, people, referenceIssue }: RunsFilterProps) {
  const router = useRouter();
  const narrow = (change: RunsNarrowing): void => router.push(addressOf(basePath, { ...narrowing, ...change }), { scroll: false });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const moment = (name: string): string | undefined => {
      const typed = String(given.get(name) ?? "");
      return typed === "" ? undefined : new Date(typed).toISOString();
    };
    narrow({ reference: String(given.get("reference") ?? "").trim(), ...readAnswer(String(given.get("answer") ?? "")), from: moment("from"), to: moment("to") });
  };
  const known = narrowing.madeBy === undefined || people.some(({ id }) => id === narrowing.madeBy);
  return (
    <form role="search" aria-label="Filter runs" onSubmit={submit} className="mb-4 grid grid-cols-2 items-start gap-3 sm:flex sm:flex-wrap">
      <Field label="Reference" className="col-span-2 sm:w-72" error={referenceIssue} hint="Of an order, booking, error …; yours too. Or its beginning and a star.">
        <Input key={narrowing.reference} type="search" name="reference" data-page-search="" spellCheck={false} maxLength={120} defaultValue={narrowing.reference} />
      </Field>
      <Field label="Operation" className="col-span-2 sm:w-60">
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
      <Field label="Result" className="sm:w-48">
        <Select value={narrowing.errors === undefined ? (narrowing.result ?? "") : "errors"} onChange={(event) => narrow(resultOf(event.target.value))}>
          <option value="">Any</option>
          {RESULTS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Exactly" className="col-span-2 sm:w-60" hint="A status, the server’s own code, or both.">
        <Input key={answerText(narrowing)} mono name="answer" spellCheck={false} maxLength={200} placeholder="422 INVALID_PROMOCODE" defaultValue={answerText(narrowing)} />
      </Field>
      <Field label="Environment" className="sm:w-36">
        <Select value={narrowing.environment ?? ""} onChange={(event) => narrow({ environment: event.target.value })}>
          <option value="">Any</option>
          {ENVIRONMENTS.map((environment) => (
            <option key={environment}>{environment}</option>
          ))}
        </Select>
      </Field>
      <Field label="Who" className="col-span-2 sm:w-44">
        <Select value={narrowing.madeBy ?? ""} onChange={(event) => narrow({ madeBy: event.target.value })}>
          <option value="">Everybody</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          {known ? null : <option value={narrowing.madeBy}>Somebody who has left</option>}
        </Select>
      </Field>
      <TimeField label="From" name="from" value={narrowing.from} />
      <TimeField label="Before" name="to" value={narrowing.to} />
      <div className="col-span-2 flex items-center gap-3 sm:mt-6">
        <Button type="submit">Show</Button>
        {Object.values(narrowing).some((value) => value !== undefined) ? (
          <Link href={basePath} className="inline-flex items-center gap-1 text-sm text-accent hover:underline">
            <X aria-hidden className="size-3.5" />
            Show all runs
          </Link>
        ) : null}
      </div>
    </form>
  );
}
