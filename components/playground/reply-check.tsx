"use client";

import { useEffect, useState } from "react";
import { Badge } from "@/components/ui/badge";
import type { BodyClient } from "@/components/ui/json-view/body-client";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { ReplyCheck, ReplyFinding } from "@/lib/playground/check-reply";
import { MOST_CHECKED_BYTES } from "@/lib/playground/model";

interface ReplyCheckTabProps {
  body: BodyClient;
  bytes: number;
  schemaName: string;
}

/** The reply held against the description. */
export function ReplyCheckTab({ body, bytes, schemaName }: ReplyCheckTabProps) {
  const isChecked = bytes <= MOST_CHECKED_BYTES;
  const [check, setCheck] = useState<ReplyCheck>();
  useEffect(() => {
    if (!isChecked) return undefined;
    const worker = new Worker(new URL("./check.worker.ts", import.meta.url), { type: "module", name: "check" });
    worker.addEventListener("message", (event: MessageEvent<ReplyCheck>) => setCheck(event.data));
    let isWanted = true;
    void body.file("application/octet-stream").then((file) => isWanted && worker.postMessage({ schemaName, file }));
    return () => {
      isWanted = false;
      worker.terminate();
    };
  }, [body, isChecked, schemaName]);
  if (!isChecked) return <Notice className="m-3">Bodies of more than 4 MB are not checked.</Notice>;
  if (check === undefined) return <Skeleton className="m-3 h-24" />;
  if (check.kind === "not-json") return <Notice tone="warn" className="m-3">The body is not JSON, so it cannot be held against the description.</Notice>;
  return <Findings findings={check.findings} />;
}

function Findings({ findings }: { findings: readonly ReplyFinding[] }) {
  const differences = findings.filter(({ kind }) => kind === "difference").length;
  return (
    <div role="region" aria-label="Findings" tabIndex={0} className="h-full overflow-auto px-4 py-3 text-sm">
      <p role="status" className="mb-2">
        {findings.length === 0
          ? "The body is as the description says."
          : `${differences} ${differences === 1 ? "difference" : "differences"} from the description, ${findings.length - differences} not described.`}
      </p>
      <ul className="divide-y divide-line">
        {findings.map(({ path, message, kind }) => (
          <li key={`${path} ${message}`} className="flex flex-wrap items-baseline gap-x-2 py-1">
            <Badge tone={kind === "difference" ? "warn" : "outline"}>{kind}</Badge>
            <code className="text-xs break-all">{path || "/"}</code>
            <span className="text-muted">{message}</span>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-xs text-pretty text-muted">
        The description is this console’s own, made from the public documents; parts of it are inferred. What differs can be a mistake of either. At most 100 of each kind are listed.
      </p>
    </div>
  );
}
