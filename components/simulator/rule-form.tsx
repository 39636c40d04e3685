"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { FAULT_STATUSES, type FaultRule } from "@/lib/catalog/fault-rules";
import { EFFECTS, effectsFor, type EffectName, type OperationChoice } from "./rule-draft";

const MAX_COUNT = 1_000_000;

interface RuleFormProps {
  rule: FaultRule;
  operations: readonly OperationChoice[];
  onChange: (rule: FaultRule) => void;
}

/** The rules that are wanted most, without writing JSON. */
export function RuleForm({ rule, operations, onChange }: RuleFormProps) {
  const [effect, setEffect] = useState<EffectName>(() => nameOf(rule));
  const turn = rule.when.nth === undefined ? "every" : "nth";
  const count = rule.when.nth ?? rule.when.every ?? 1;
  const status = rule.then.status ?? 503;
  const { operation } = rule.when;
  const setTurn = (kind: string, number: number) =>
    onChange({ ...rule, when: { ...(operation === undefined ? {} : { operation }), ...(kind === "nth" ? { nth: number } : { every: number }) } });
  const setOperation = (id: string) => {
    const { operation: _before, ...others } = rule.when;
    onChange({ ...rule, when: id === "" ? others : { ...others, operation: id } });
  };
  const choose = (name: EffectName, chosenStatus: number) => {
    setEffect(name);
    onChange({ ...rule, then: effectsFor(name, chosenStatus) });
  };
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Calls of" className="sm:col-span-2">
        <Select value={operation ?? ""} onChange={(event) => setOperation(event.target.value)}>
          <option value="">any operation</option>
          {operations.map(({ id, summary }) => (
            <option key={id} value={id}>
              {id} · {summary}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Which of them">
        <Select value={turn} onChange={(event) => setTurn(event.target.value, count)}>
          <option value="every">every nth call</option>
          <option value="nth">only the nth call</option>
        </Select>
      </Field>
      <Field label="n" hint={turn === "every" ? "1 strikes at every call, 2 at every second one." : "Counted from now."}>
        <Input type="number" min={1} max={MAX_COUNT} value={count} onChange={(event) => setTurn(turn, within(event.target.value))} />
      </Field>
      <Field label="What happens" className={effect === "status" || effect === "status-after" ? "" : "sm:col-span-2"}>
        <Select value={effect} onChange={(event) => choose(EFFECTS.find(({ name }) => name === event.target.value)?.name ?? "status", status)}>
          {EFFECTS.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {effect === "status" || effect === "status-after" ? (
        <Field label="Status">
          <Select value={status} onChange={(event) => choose(effect, Number(event.target.value))}>
            {FAULT_STATUSES.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      <Field label="Ends after so many strikes" hint="Leave it empty and the rule stays until you remove it." className="sm:col-span-2">
        <Input
          type="number"
          min={1}
          max={MAX_COUNT}
          value={rule.until.strikes ?? ""}
          onChange={(event) => onChange({ ...rule, until: event.target.value === "" ? {} : { strikes: within(event.target.value) } })}
          className="max-w-40"
        />
      </Field>
    </div>
  );
}

function within(text: string): number {
  const number = Math.round(Number(text));
  return Number.isFinite(number) ? Math.min(MAX_COUNT, Math.max(1, number)) : 1;
}

/** Which choice of the form a rule's effects are. */
function nameOf({ then }: FaultRule): EffectName {
  const asked = JSON.stringify(then);
  return EFFECTS.find(({ name }) => JSON.stringify(effectsFor(name, then.status ?? 503)) === asked)?.name ?? "status";
}
