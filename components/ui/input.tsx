import type { ComponentProps } from "react";
import { cn } from "./class-names";
import { controlStyles } from "./control-styles";

export function Input({ className, mono = false, ...rest }: ComponentProps<"input"> & { mono?: boolean }) {
  return <input className={cn(controlStyles, "h-8", mono && "font-mono text-xs", className)} autoComplete="off" {...rest} />;
}
