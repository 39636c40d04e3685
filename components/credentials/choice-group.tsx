"use client";

import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Radio } from "@/components/ui/radio";

interface ChoiceGroupProps<T extends string> {
  legend: string;
  name: string;
  choices: Record<T, { title: string; mark: string; isDocumented: boolean; explanation: string }>;
  value: T;
  onChange: (value: T) => void;
  children?: ReactNode;
}

/** Radio buttons that say of each choice whether the vendor documents it. */
export function ChoiceGroup<T extends string>({ legend, name, choices, value, onChange, children }: ChoiceGroupProps<T>) {
  const keys = Object.keys(choices).filter((key): key is T => key in choices);
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <div className="space-y-2">
        {keys.map((key) => (
          <Radio
            key={key}
            name={name}
            checked={value === key}
            onChange={() => onChange(key)}
            label={
              <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                {choices[key].title}
                <Badge tone={choices[key].isDocumented ? "good" : "outline"}>{choices[key].mark}</Badge>
              </span>
            }
            hint={choices[key].explanation}
          />
        ))}
      </div>
      {children}
    </fieldset>
  );
}
