"use client";

import { useDeferredValue, useEffect, useState } from "react";
import type { Operation } from "@/lib/catalog/model";
import type { RunInput } from "@/lib/playground/schema";
import type { InputIssue } from "@/lib/shared/errors";

type Advisor = (operation: Operation, input: RunInput) => InputIssue[];

let loading: Promise<Advisor> | undefined;

/** The schemas are larger than the form: they follow once the page works. */
function loadAdvisor(): Promise<Advisor> {
  loading ??= Promise.all([import("@/lib/playground/advise"), import("@/lib/catalog/schemas")]).then(
    ([{ advise }, { schemaOf }]) =>
      (operation, input) =>
        advise(operation, input, operation.body === undefined ? undefined : schemaOf(operation.body.schemaName)),
  );
  return loading;
}

const NONE: readonly InputIssue[] = [];

/** What the description finds odd about the form, a moment after it was typed. */
export function useAdvice(operation: Operation, input: RunInput): readonly InputIssue[] {
  const [advisor, setAdvisor] = useState<{ advise: Advisor }>();
  useEffect(() => {
    let isHere = true;
    const begin = (): void => void loadAdvisor().then((advise) => isHere && setAdvisor({ advise }));
    const timer = setTimeout(begin, 300);
    return () => {
      isHere = false;
      clearTimeout(timer);
    };
  }, []);
  const calm = useDeferredValue(input);
  return advisor === undefined ? NONE : advisor.advise(operation, calm);
}
