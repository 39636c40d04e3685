import Link from "next/link";
import type { ComponentProps } from "react";
import { buttonStyles, type ButtonLooks } from "./button-styles";
import { cn } from "./class-names";

/** A link that looks like a button: for going somewhere, not for doing something. */
export function ButtonLink({ variant = "primary", size, className, ...rest }: ComponentProps<typeof Link> & ButtonLooks) {
  return <Link className={cn(buttonStyles({ variant, size }), className)} {...rest} />;
}
