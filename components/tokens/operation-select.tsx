import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

export interface OperationChoice {
  id: string;
  method: string;
  path: string;
  summary: string;
  /** What the operation needs, as far as the documents say. */
  scopes: readonly string[];
}

interface OperationSelectProps {
  operations: readonly OperationChoice[];
  /** Empty for none. */
  value: string;
  onChange: (id: string) => void;
  disabled: boolean;
}

/** For which operation the token is meant: it gives the picker a preset and the inspector its column "needed". */
export function OperationSelect({ operations, value, onChange, disabled }: OperationSelectProps) {
  return (
    <Field label="For the operation" hint="Optional. Offers what it needs, and compares a token with it.">
      <Select value={value} onChange={(event) => onChange(event.target.value)} disabled={disabled}>
        <option value="">Any</option>
        {operations.map(({ id, method, path, summary }) => (
          <option key={id} value={id}>
            {summary} ({method} {path})
          </option>
        ))}
      </Select>
    </Field>
  );
}
