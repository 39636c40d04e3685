import { clsx, type ClassValue } from "clsx";

/**
 * Joins class names. It does not resolve conflicts: a `className` from outside is for layout
 * (margin, width, grid place), looks are chosen by variants.
 */
export function cn(...values: ClassValue[]): string {
  return clsx(values);
}
