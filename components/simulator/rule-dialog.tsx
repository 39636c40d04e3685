"use client";

import { useId, useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { faultRule, type FaultRule } from "@/lib/catalog/fault-rules";
import type { RuleView } from "@/lib/worlds/schema";
import { useWorldChange } from "./queries";
import type { OperationChoice } from "./rule-draft";
import { RuleForm } from "./rule-form";

interface RuleDialogProps {
  slug: string;
  operations: readonly OperationChoice[];
  /** The rule that is edited; undefined for a new one. */
  existing: RuleView | undefined;
  draft: FaultRule;
  onClose: () => void;
}

/** A rule by a short form, or as the JSON that the simulator's own address takes. */
export function RuleDialog({ slug, operations, existing, draft, onClose }: RuleDialogProps) {
  const form = useId();
  const change = useWorldChange(slug);
  const [rule, setRule] = useState(draft);
  const [text, setText] = useState(existing === undefined ? undefined : JSON.stringify(draft, null, 2));
  const [problem, setProblem] = useState<string>();
  const save = (): void => {
    const read = text === undefined ? { rule } : readRule(text);
    if ("problem" in read) return setProblem(read.problem);
    setProblem(undefined);
    const done = () => {
      toast(existing === undefined ? "The rule strikes from now on." : "The rule is changed and counts anew.", "good");
      onClose();
    };
    if (existing === undefined) change.mutate({ method: "POST", path: "/rules", body: read.rule }, { onSuccess: done });
    else change.mutate({ method: "PATCH", path: `/rules/${existing.id}`, body: { rule: read.rule } }, { onSuccess: done });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={existing === undefined ? "Add a fault rule" : "Edit the fault rule"}
      description="It acts on calls to the simulator in this workspace only."
      footer={
        <>
          {text === undefined ? (
            <Button variant="ghost" onClick={() => setText(JSON.stringify(rule, null, 2))}>
              Write it as JSON
            </Button>
          ) : null}
          <Button onClick={onClose}>Cancel</Button>
          <Button form={form} type="submit" variant="primary" busy={change.isPending}>
            {existing === undefined ? "Add rule" : "Save rule"}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {change.error === null ? null : <ProblemNotice error={change.error} />}
        {text === undefined ? (
          <RuleForm rule={rule} operations={operations} onChange={setRule} />
        ) : (
          <Field
            label="Rule"
            error={problem}
            hint="when: operation, resource, method, nth, every, reference, client. then: status, after_processing, headers, body_patch, delay_ms, drip_bytes_per_second, drop, truncate, html, content_type, malformed_json, empty, revoke_token. until: strikes, moment."
          >
            <Textarea mono rows={16} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
        )}
      </form>
    </Dialog>
  );
}

function readRule(text: string): { rule: FaultRule } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : "This is not JSON." };
  }
  const read = faultRule.safeParse(value);
  if (read.success) return { rule: read.data };
  return { problem: read.error.issues.map(({ path, message }) => `/${path.map(String).join("/")} ${message}`).join("; ") };
}
