import type { ComponentProps } from "react";
import { buttonStyles, type ButtonLooks } from "./button-styles";
import { cn } from "./class-names";

type ButtonProps = ComponentProps<"button"> &
  ButtonLooks & {
    /** Something is under way: the button keeps its place and its words, and cannot be pressed again. */
    busy?: boolean;
  };

export function Button({ variant, size, busy = false, disabled, className, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      aria-busy={busy || undefined}
      disabled={disabled === true || busy}
      className={cn(buttonStyles({ variant, size }), className)}
      {...rest}
    />
  );
}
