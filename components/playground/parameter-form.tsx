"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Operation, Parameter } from "@/lib/catalog/model";
import type { InputIssue } from "@/lib/shared/errors";
import { missing, withExamples, type Draft } from "./draft";
import { ParameterField } from "./parameter-field";

interface ParameterFormProps {
  operation: Operation;
  version: string;
  draft: Draft;
  advice: readonly InputIssue[];
  onChange: (draft: Draft) => void;
}

/** So many optional parameters are shown at once; the rest is one click away. */
const SHOWN_AT_FIRST = 8;

/** Path and query as a form made from the description, what is required first. */
export function ParameterForm({ operation, version, draft, advice, onChange }: ParameterFormProps) {
  const [filter, setFilter] = useState("");
  const [isAllShown, setIsAllShown] = useState(false);
  const parameters = operation.parameters.filter((parameter) => parameter.in !== "header");
  const required = parameters.filter((parameter) => parameter.required);
  const optional = parameters.filter((parameter) => !parameter.required);
  const isFilled = (parameter: Parameter): boolean => valuesOf(parameter, draft).some((value) => value !== "");
  const wanted = optional.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(filter.toLowerCase()));
  const shown = isAllShown || filter !== "" ? wanted : wanted.filter((parameter, at) => at < SHOWN_AT_FIRST || isFilled(parameter));
  const lacks = missing(operation, draft).length > 0;

  const field = (parameter: Parameter) => (
    <ParameterField
      key={`${parameter.in} ${parameter.name}`}
      parameter={parameter}
      version={version}
      values={valuesOf(parameter, draft)}
      advice={
        isFilled(parameter) ? advice.filter(({ path }) => path === `/${parameter.in}/${parameter.name}`).map(({ message }) => message) : []
      }
      onChange={(values) => onChange(withValues(parameter, draft, values))}
    />
  );

  if (parameters.length === 0) return <p className="py-3 text-sm text-muted">This operation has no parameters in its path or query.</p>;
  return (
    <div className="@container flex flex-col gap-3 py-3">
      {required.length === 0 ? null : (
        <section aria-label="Required parameters" className="grid gap-x-4 gap-y-3 @2xl:grid-cols-2">
          {required.map(field)}
        </section>
      )}
      {lacks ? (
        <div>
          <Button size="sm" onClick={() => onChange(withExamples(operation, draft))}>
            Fill in the examples
          </Button>
        </div>
      ) : null}
      {optional.length === 0 ? null : (
        <section aria-label="Optional parameters" className="flex flex-col gap-3">
          <div className="flex items-center gap-2 border-t border-line pt-3 first:border-0 first:pt-0">
            <h2 className="text-xs font-medium text-muted">Optional, {optional.length}</h2>
            {optional.length > SHOWN_AT_FIRST ? (
              <input
                aria-label="Filter parameters"
                value={filter}
                onChange={(event) => setFilter(event.target.value)}
                placeholder="Filter parameters"
                className="ml-auto h-7 w-40 rounded-md border border-edge/70 bg-surface px-2 text-xs"
              />
            ) : null}
          </div>
          <div className="grid gap-x-4 gap-y-3 @2xl:grid-cols-2">{shown.map(field)}</div>
          {shown.length < wanted.length ? (
            <div>
              <Button size="sm" variant="ghost" onClick={() => setIsAllShown(true)}>
                Show {wanted.length - shown.length} more
              </Button>
            </div>
          ) : null}
        </section>
      )}
    </div>
  );
}

function valuesOf(parameter: Parameter, draft: Draft): string[] {
  return parameter.in === "query" ? (draft.query[parameter.name] ?? []) : [draft.path[parameter.name] ?? ""];
}

function withValues(parameter: Parameter, draft: Draft, values: string[]): Draft {
  if (parameter.in === "query") return { ...draft, query: { ...draft.query, [parameter.name]: values } };
  return { ...draft, path: { ...draft.path, [parameter.name]: values[0] ?? "" } };
}
