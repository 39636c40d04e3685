import type { ComponentProps } from "react";
import { cn } from "./class-names";
import { controlStyles } from "./control-styles";

export function Textarea({ className, mono = false, ...rest }: ComponentProps<"textarea"> & { mono?: boolean }) {
  return <textarea className={cn(controlStyles, "min-h-20 py-1.5", mono && "font-mono text-xs", className)} {...rest} />;
}
