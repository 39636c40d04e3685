"use client";

import type { ReactNode } from "react";
import { Tabs } from "@/components/ui/tabs";
import { OperationList } from "./operation-list";

interface OpenPaneProps {
  operationId: string;
  version: string;
  hrefOf: (operationId: string) => string;
  onGo?: () => void;
  /** The list of saved requests. */
  saved: ReactNode;
  beginsSaved: boolean;
}

/** What can be opened: an operation of the catalogue, or a request that was saved. */
export function OpenPane({ operationId, version, hrefOf, onGo, saved, beginsSaved }: OpenPaneProps) {
  const operations = { value: "operations", label: "Operations", content: <OperationList currentId={operationId} version={version} hrefOf={hrefOf} {...(onGo && { onGo })} /> };
  const kept = { value: "saved", label: "Saved", content: saved };
  return <Tabs key={String(beginsSaved)} label="What to open" className="h-full" startsAt={beginsSaved ? "saved" : "operations"} tabs={[operations, kept]} />;
}
