/** One line of the doctor: what was looked at, how it is, and what to do. */
export interface Finding {
  /** "warning": it works, but somebody should know. "wrong": it does not work, or not safely. */
  level: "ok" | "warning" | "wrong";
  subject: string;
  said: string;
}

/** Says a finding for each thing; the first condition that holds decides. */
export function finding(subject: string, fine: string, ...problems: readonly [holds: boolean, level: "warning" | "wrong", said: string][]): Finding {
  const found = problems.find(([holds]) => holds);
  return found ? { level: found[1], subject, said: found[2] } : { level: "ok", subject, said: fine };
}

/** "  wrong    free disk: …" */
export function lineOf({ level, subject, said }: Finding): string {
  return `  ${level.padEnd(8)} ${subject}: ${said}`;
}
