"use client";

import { ArrowDown, ArrowUp, Download, Ellipsis, PencilLine, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuItem } from "@/components/ui/menu-item";
import { toast } from "@/components/ui/toast";
import type { Collection } from "@/lib/collections/schema";
import { useChangeCollection, useExportCollection, useRemove } from "./queries";
import { SavedRow } from "./saved-row";

const CollectionDialog = dynamic(() => import("./collection-dialog").then((file) => file.CollectionDialog), { ssr: false });

interface CollectionSectionProps {
  slug: string;
  collection: Collection;
  place: number;
  collections: readonly Collection[];
  currentId: string | undefined;
  mayWrite: boolean;
  onGo?: (() => void) | undefined;
}

const say = (error: Error): void => toast(error.message, "bad");

/** One collection: its name, note and menu, and what is saved in it. */
export function CollectionSection({ slug, collection, place, collections, currentId, mayWrite, onGo }: CollectionSectionProps) {
  const [dialog, setDialog] = useState<"edit" | "delete">();
  const change = useChangeCollection(slug, collection.id);
  const remove = useRemove(slug, "collections");
  const download = useExportCollection(slug);
  const { id, name, note, version, requests } = collection;
  const move = (to: number): void => change.mutate({ version, place: to }, { onError: say });
  return (
    <section aria-label={name} className="mb-3">
      <div className="flex items-center gap-1 pl-2">
        <h2 className="min-w-0 flex-1 truncate py-1 text-xs font-medium text-muted" title={`Changed by ${collection.changedBy}, ${new Date(collection.changedAt).toLocaleString("en-GB")}`}>
          {name}
        </h2>
        <DropdownMenu label={`Actions for ${name}`} align="end" variant="ghost" size="icon-sm" trigger={<Ellipsis aria-hidden />}>
          {mayWrite ? (
            <>
              <MenuItem onSelect={() => setDialog("edit")}>
                <PencilLine aria-hidden />
                Rename, or change the note
              </MenuItem>
              <MenuItem disabled={place === 0} onSelect={() => move(place - 1)}>
                <ArrowUp aria-hidden />
                Move up
              </MenuItem>
              <MenuItem disabled={place === collections.length - 1} onSelect={() => move(place + 1)}>
                <ArrowDown aria-hidden />
                Move down
              </MenuItem>
            </>
          ) : null}
          <MenuItem disabled={requests.length === 0} onSelect={() => download.mutate({ id, name }, { onError: say })}>
            <Download aria-hidden />
            Download for Postman
          </MenuItem>
          {mayWrite ? (
            <MenuItem danger onSelect={() => setDialog("delete")}>
              <Trash2 aria-hidden />
              Delete
            </MenuItem>
          ) : null}
        </DropdownMenu>
      </div>
      {note === "" ? null : <p className="max-h-24 overflow-y-auto px-2 pb-1 text-xs break-words whitespace-pre-wrap text-muted">{note}</p>}
      {requests.length === 0 ? <p className="px-2 py-1 text-xs text-muted">Nothing is saved here yet.</p> : null}
      <ul>
        {requests.map((request, at) => (
          <SavedRow key={request.id} slug={slug} request={request} place={at} collection={collection} collections={collections} isCurrent={request.id === currentId} mayWrite={mayWrite} onGo={onGo} />
        ))}
      </ul>
      {dialog === "edit" ? <CollectionDialog slug={slug} collection={collection} onClose={() => setDialog(undefined)} /> : null}
      <ConfirmDialog
        open={dialog === "delete"}
        onOpenChange={(isOpen) => setDialog(isOpen ? "delete" : undefined)}
        title={`Delete ${name}?`}
        description={requests.length === 0 ? "It is empty." : `What is saved in it goes too: ${requests.length} ${requests.length === 1 ? "request" : "requests"}, for everybody. There is no way back.`}
        confirmLabel="Delete collection"
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id, version }, { onError: say, onSettled: () => setDialog(undefined) })}
      />
    </section>
  );
}
