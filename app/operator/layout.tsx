import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { OperatorFrame } from "@/components/operator/operator-frame";
import { readTheme, THEME_COOKIE } from "@/components/shell/theme";
import { requireOperator, requirePerson } from "@/lib/auth/gate";

/** The frame. It is no gate: layouts do not run again on navigation, so every page asks for its scope itself. */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  await requireOperator("/operator");
  const [{ name, email }, jar] = await Promise.all([requirePerson("/operator"), cookies()]);
  return (
    <OperatorFrame person={{ name, email }} theme={readTheme(jar.get(THEME_COOKIE)?.value)}>
      {children}
    </OperatorFrame>
  );
}
