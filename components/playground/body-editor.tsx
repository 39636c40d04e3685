"use client";

import dynamic from "next/dynamic";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { Operation } from "@/lib/catalog/model";
import type { InputIssue } from "@/lib/shared/errors";
import { exampleBody } from "./distributor";

// The editor is as large as the rest of the page: it is loaded for operations that have a body.
const CodeEditor = dynamic(() => import("./code-editor").then((file) => file.CodeEditor), {
  ssr: false,
  loading: () => <Skeleton className="h-72 w-full" />,
});

interface BodyEditorProps {
  operation: Operation;
  body: string;
  advice: readonly InputIssue[];
  /** Of the chosen credential; examples are filled in for it. */
  distributorId: string | null;
  onChange: (body: string) => void;
}

export function BodyEditor({ operation, body, advice, distributorId, onChange }: BodyEditorProps) {
  if (operation.body === undefined) return <p className="py-3 text-sm text-muted">This operation takes no body.</p>;
  const issues = advice.filter(({ path }) => path === "/body" || path.startsWith("/body/"));
  const tidy = tidied(body);
  return (
    <div className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
        <span>
          <code>application/json</code>
          {operation.body.required ? ", required" : ", optional"}
        </span>
        <span className="ml-auto flex flex-wrap gap-1">
          {operation.body.examples.map((example) => (
            <Button
              key={example.name}
              size="sm"
              title={example.summary}
              onClick={() => onChange(exampleBody(example.value, distributorId))}
            >
              Example: {example.name}
            </Button>
          ))}
          <Button size="sm" variant="ghost" disabled={tidy === undefined || tidy === body} onClick={() => onChange(tidy ?? body)}>
            Tidy
          </Button>
        </span>
      </div>
      <CodeEditor label="Request body" schemaName={operation.body.schemaName} value={body} issues={issues} onChange={onChange} />
      {operation.body.inferredWhat === undefined ? null : (
        <p className="text-xs text-muted">Inferred, not documented: {operation.body.inferredWhat}.</p>
      )}
      {issues.length === 0 ? null : (
        <details className="rounded-lg border border-line bg-sunken px-3 py-2 text-xs" open={issues.length <= 4}>
          <summary className="font-medium">
            {issues.length} {issues.length === 1 ? "thing does" : "things do"} not fit the description; it can be sent all the same
          </summary>
          <ul className="mt-1 flex flex-col gap-0.5">
            {issues.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <code className="text-muted">{path.slice("/body".length) || "/"}</code> {message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Only where nothing can be changed by it: a number that JavaScript cannot hold would be. */
function tidied(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const tidy = JSON.stringify(value, undefined, 2);
    const bare = (json: string): string => json.replace(/\s/g, "");
    return bare(tidy) === bare(text) ? tidy : undefined;
  } catch {
    return undefined;
  }
}
