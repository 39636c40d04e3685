"use client";

import { useSyncExternalStore } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { dateTimeLocal } from "./date-time-local";

const never = (): (() => void) => () => undefined;

/** A moment in the person's own zone, which only the browser knows; the address holds the instant. */
export function TimeField({ label, name, value }: { label: string; name: string; value: string | undefined }) {
  const isInBrowser = useSyncExternalStore(never, () => true, () => false);
  const shown = isInBrowser && value !== undefined ? dateTimeLocal(new Date(value)) : "";
  return (
    <Field label={label} hint={isInBrowser ? Intl.DateTimeFormat().resolvedOptions().timeZone : "Your time zone"} className="sm:w-52">
      <Input key={shown} type="datetime-local" name={name} defaultValue={shown} />
    </Field>
  );
}
