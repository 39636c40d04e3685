"use client";

import { ArrowDown, ArrowUp, Ellipsis, Link2, PencilLine, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuItem } from "@/components/ui/menu-item";
import { MethodBadge } from "@/components/ui/method-badge";
import { toast } from "@/components/ui/toast";
import { operationIndex } from "@/lib/catalog/operation-index";
import type { Collection, SavedRequestRow } from "@/lib/collections/schema";
import { useChangeRequest, useRemove } from "./queries";
import { savedHref } from "./saved-href";

const RequestDialog = dynamic(() => import("./request-dialog").then((file) => file.RequestDialog), { ssr: false });

interface SavedRowProps {
  slug: string;
  request: SavedRequestRow;
  place: number;
  collection: Collection;
  collections: readonly Collection[];
  isCurrent: boolean;
  mayWrite: boolean;
  onGo?: (() => void) | undefined;
}

const say = (error: Error): void => toast(error.message, "bad");

/** A saved request: its link and its menu. */
export function SavedRow({ slug, request, place, collection, collections, isCurrent, mayWrite, onGo }: SavedRowProps) {
  const [dialog, setDialog] = useState<"edit" | "delete">();
  const change = useChangeRequest(slug, request.id);
  const remove = useRemove(slug, "saved-requests");
  const { id, name, note, version, environment, apiVersion, changedBy, changedAt } = request;
  const method = operationIndex().find((operation) => operation.id === request.operationId)?.method;
  const move = (to: number): void => change.mutate({ version, place: to }, { onError: say });
  const copy = (): void => {
    navigator.clipboard.writeText(`${location.origin}${savedHref(slug, request)}`).then(
      () => toast("The link was copied.", "good"),
      () => toast("The browser did not allow copying.", "bad"),
    );
  };
  return (
    <li className="flex items-center gap-1 rounded-md hover:bg-hover has-[[aria-current=page]]:bg-selected">
      <Link
        href={savedHref(slug, request)}
        prefetch={false}
        scroll={false}
        onClick={onGo}
        aria-current={isCurrent ? "page" : undefined}
        title={[note, `${environment}, v${apiVersion}. Changed by ${changedBy}, ${new Date(changedAt).toLocaleString("en-GB")}`].filter(Boolean).join("\n\n")}
        className="flex min-h-7 min-w-0 flex-1 items-center gap-1.5 py-1 pl-2 text-sm text-muted hover:text-ink aria-[current=page]:text-ink"
      >
        {method === undefined ? null : <MethodBadge method={method} />}
        <span className="min-w-0 flex-1 truncate">{name}</span>
      </Link>
      <DropdownMenu label={`Actions for ${name}`} align="end" variant="ghost" size="icon-sm" trigger={<Ellipsis aria-hidden />}>
        <MenuItem onSelect={copy}>
          <Link2 aria-hidden />
          Copy link
        </MenuItem>
        {mayWrite ? (
          <>
            <MenuItem onSelect={() => setDialog("edit")}>
              <PencilLine aria-hidden />
              Rename, note, move
            </MenuItem>
            <MenuItem disabled={place === 0} onSelect={() => move(place - 1)}>
              <ArrowUp aria-hidden />
              Move up
            </MenuItem>
            <MenuItem disabled={place === collection.requests.length - 1} onSelect={() => move(place + 1)}>
              <ArrowDown aria-hidden />
              Move down
            </MenuItem>
            <MenuItem danger onSelect={() => setDialog("delete")}>
              <Trash2 aria-hidden />
              Delete
            </MenuItem>
          </>
        ) : null}
      </DropdownMenu>
      {dialog === "edit" ? <RequestDialog slug={slug} request={request} collectionId={collection.id} collections={collections} onClose={() => setDialog(undefined)} /> : null}
      <ConfirmDialog
        open={dialog === "delete"}
        onOpenChange={(isOpen) => setDialog(isOpen ? "delete" : undefined)}
        title={`Delete ${name}?`}
        description="It goes for everybody in this workspace. There is no way back."
        confirmLabel="Delete saved request"
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id, version }, { onError: say, onSettled: () => setDialog(undefined) })}
      />
    </li>
  );
}
