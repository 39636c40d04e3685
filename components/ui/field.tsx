import { cloneElement, useId, type ReactElement, type ReactNode } from "react";
import { cn } from "./class-names";

interface ControlProps {
  id?: string;
  required?: boolean;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  /** Stands at the right of the label: a mark, a small action. */
  aside?: ReactNode;
  className?: string;
  /** One control; it is given its id, its description and its validity. */
  children: ReactElement<ControlProps>;
}

export function Field({ label, hint, error, required = false, aside, className, children }: FieldProps) {
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== false && error !== "";
  const describedBy = [hint === undefined ? "" : `${id}-hint`, hasError ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={cn("min-w-0", className)}>
      <div className="mb-1 flex min-h-5 items-center gap-2 text-sm">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {/* The control itself says that it is required; inside the label it would become part of its name. */}
        {required ? (
          <span aria-hidden className="-ml-0.5 text-xs text-muted">
            required
          </span>
        ) : null}
        {aside === undefined ? null : <span className="ml-auto">{aside}</span>}
      </div>
      {cloneElement(children, {
        id,
        ...(required ? { required: true } : {}),
        ...(describedBy === "" ? {} : { "aria-describedby": describedBy }),
        ...(hasError ? { "aria-invalid": true } : {}),
      })}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="mt-1 text-xs text-muted">
          {hint}
        </p>
      )}
      {hasError ? (
        <p id={`${id}-error`} role="alert" className="mt-1 text-xs text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}
