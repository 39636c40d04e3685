"use client";

import { Bookmark, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import { CollectionSection } from "./collection-section";
import { useCollections } from "./queries";

const CollectionDialog = dynamic(() => import("./collection-dialog").then((file) => file.CollectionDialog), { ssr: false });

interface SavedListProps {
  slug: string;
  currentId: string | undefined;
  mayWrite: boolean;
  onGo?: (() => void) | undefined;
}

/** Saved requests by collection, to be opened in the playground. */
export function SavedList({ slug, currentId, mayWrite, onGo }: SavedListProps) {
  const { data, error, refetch } = useCollections(slug);
  const [isMaking, setIsMaking] = useState(false);
  const collections = data?.collections ?? [];
  return (
    <div className="flex h-full min-h-0 flex-col">
      {mayWrite && collections.length > 0 ? (
        <div className="p-2">
          <Button size="sm" className="w-full" onClick={() => setIsMaking(true)}>
            <Plus aria-hidden />
            New collection
          </Button>
        </div>
      ) : null}
      <nav aria-label="Saved requests" className="min-h-0 flex-1 overflow-y-auto px-2 pt-1 pb-3">
        {error === null ? null : <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null ? <Skeleton className="h-32" /> : null}
        {data !== undefined && collections.length === 0 ? (
          <EmptyState
            icon={<Bookmark />}
            title="Nothing is saved yet"
            action={
              mayWrite ? (
                <Button variant="primary" onClick={() => setIsMaking(true)}>
                  Make a collection
                </Button>
              ) : undefined
            }
          >
            Press Save above a request to keep what is filled in, for everybody in this workspace.
          </EmptyState>
        ) : null}
        {collections.map((collection, at) => (
          <CollectionSection key={collection.id} slug={slug} collection={collection} place={at} collections={collections} currentId={currentId} mayWrite={mayWrite} onGo={onGo} />
        ))}
      </nav>
      {isMaking ? <CollectionDialog slug={slug} collection={undefined} onClose={() => setIsMaking(false)} /> : null}
    </div>
  );
}
