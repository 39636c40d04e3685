"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Radio } from "@/components/ui/radio";
import { hasEdgeWhitespace, type EdgeWhitespace } from "@/lib/credentials/entry";

interface SecretFieldProps {
  label: string;
  value: string;
  edgeWhitespace: EdgeWhitespace | undefined;
  error: string | undefined;
  onChange: (value: string) => void;
  onEdgeWhitespace: (choice: EdgeWhitespace) => void;
}

/** A secret on its one way: into the console. It asks what blanks at the ends mean, because only the person knows. */
export function SecretField({ label, value, edgeWhitespace, error, onChange, onEdgeWhitespace }: SecretFieldProps) {
  return (
    <div>
      <Field label={label} required error={error} hint="Sealed when it is saved. Nobody, including you, can read it again here.">
        <Input
          mono
          type="password"
          autoComplete="off"
          data-1p-ignore
          data-lpignore="true"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      {value !== "" && hasEdgeWhitespace(value) ? (
        <fieldset className="mt-2 rounded-lg border border-warn/25 bg-warn-soft px-3 py-2.5">
          <legend className="sr-only">Blanks at the ends of the secret</legend>
          <p className="mb-1.5 text-sm font-medium">The secret begins or ends with a space or a line break.</p>
          <div className="space-y-1.5">
            <Radio
              name="edge-whitespace"
              label="Remove it"
              hint="It came with copying, as it usually does."
              checked={edgeWhitespace === "remove"}
              onChange={() => onEdgeWhitespace("remove")}
            />
            <Radio
              name="edge-whitespace"
              label="Keep it"
              hint="It is part of the secret."
              checked={edgeWhitespace === "keep"}
              onChange={() => onEdgeWhitespace("keep")}
            />
          </div>
        </fieldset>
      ) : null}
    </div>
  );
}
