import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

interface CheckboxProps extends Omit<ComponentProps<"input">, "type" | "children"> {
  label: ReactNode;
  hint?: ReactNode;
}

export function Checkbox({ label, hint, className, ...rest }: CheckboxProps) {
  return (
    <label className={cn("flex items-start gap-2 text-sm has-disabled:cursor-not-allowed has-disabled:opacity-60", className)}>
      <input type="checkbox" className="mt-[3px] size-3.5 shrink-0" {...rest} />
      <span className="min-w-0">
        <span className="block">{label}</span>
        {hint === undefined ? null : <span className="block text-xs text-muted">{hint}</span>}
      </span>
    </label>
  );
}
