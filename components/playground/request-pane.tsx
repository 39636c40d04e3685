"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { FAULTS } from "@/lib/catalog/faults";
import type { Operation } from "@/lib/catalog/model";
import type { RunInput } from "@/lib/playground/schema";
import { BodyEditor } from "./body-editor";
import type { Draft } from "./draft";
import { ParameterForm } from "./parameter-form";
import { useAdvice } from "./use-advice";

// Tabs that are not shown first are not part of the first load.
const loading = () => <Skeleton className="my-3 h-40" />;
const HeaderForm = dynamic(() => import("./header-form").then((file) => file.HeaderForm), { ssr: false, loading });
const WireTab = dynamic(() => import("./wire-tab").then((file) => file.WireTab), { ssr: false, loading });

interface RequestPaneProps {
  operation: Operation;
  draft: Draft;
  input: RunInput;
  baseUrl: string;
  /** Of the chosen credential. */
  distributorId: string | null;
  onChange: (draft: Draft) => void;
}

export function RequestPane({ operation, draft, input, baseUrl, distributorId, onChange }: RequestPaneProps) {
  const hasForm = operation.parameters.some((parameter) => parameter.in !== "header");
  const [tab, setTab] = useState(operation.body !== undefined && !hasForm ? "body" : "parameters");
  const advice = useAdvice(operation, input);
  const isExchange = operation.auth === "basic";
  const version = input.apiVersion;
  const headerCount = Object.keys(input.headers).length;
  const bodyIssueCount = advice.filter(({ path }) => path.startsWith("/body")).length;
  return (
    <Tabs
      label="Request"
      value={tab}
      onValueChange={setTab}
      panelClassName="px-4"
      tabs={[
        {
          value: "parameters",
          label: "Parameters",
          content: <ParameterForm operation={operation} version={version} draft={draft} advice={advice} onChange={onChange} />,
        },
        ...(operation.body === undefined
          ? []
          : [
              {
                value: "body",
                label: <>Body {bodyIssueCount > 0 ? <Badge tone="warn">{bodyIssueCount}</Badge> : null}</>,
                content: (
                  <BodyEditor
                    operation={operation}
                    body={draft.body}
                    advice={advice}
                    distributorId={distributorId}
                    onChange={(body) => onChange({ ...draft, body })}
                  />
                ),
              },
            ]),
        // The exchange takes neither headers of one's own nor a fault.
        ...(isExchange
          ? []
          : [
              {
                value: "headers",
                label: <>Headers {headerCount > 0 ? <Badge>{headerCount}</Badge> : null}</>,
                content: <HeaderForm operation={operation} version={version} draft={draft} advice={advice} onChange={onChange} />,
              },
            ]),
        ...(input.environment === "simulator" && !isExchange
          ? [
              {
                value: "fault",
                label: <>Rehearse {input.fault === null ? null : <Badge tone="warn">{input.fault}</Badge>}</>,
                content: (
                  <Field
                    className="max-w-md py-3"
                    label="Make the simulator misbehave"
                    hint={
                      FAULTS.find(({ name }) => name === draft.fault)?.summary ??
                      "Choose what goes wrong, then send: the reply is explained as a real one would be."
                    }
                  >
                    <Select value={draft.fault} onChange={(event) => onChange({ ...draft, fault: event.target.value })}>
                      <option value="">It behaves</option>
                      {FAULTS.map(({ name }) => (
                        <option key={name} value={name}>
                          {name}
                        </option>
                      ))}
                    </Select>
                  </Field>
                ),
              },
            ]
          : []),
        { value: "wire", label: "Wire", content: <WireTab operation={operation} input={input} baseUrl={baseUrl} /> },
      ]}
    />
  );
}
