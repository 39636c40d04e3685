"use client";

import { Bookmark } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { toast } from "@/components/ui/toast";
import type { SavedRequest } from "@/lib/collections/schema";
import type { RunInput } from "@/lib/playground/schema";
import { savedHref } from "./saved-href";

const SaveDialog = dynamic(() => import("./save-dialog").then((file) => file.SaveDialog), { ssr: false });

interface SaveRequestProps {
  slug: string;
  input: RunInput;
  /** The saved request that the form was opened from. */
  opened: SavedRequest | undefined;
  maySave: boolean;
}

/** Saves the form, and gives the link that brings it back. */
export function SaveRequest({ slug, input, opened, maySave }: SaveRequestProps) {
  const [isOpen, setIsOpen] = useState(false);
  // What was saved from here since; the page itself stays, with its reply.
  const [since, setSince] = useState<SavedRequest>();
  const saved = since ?? opened;
  return (
    <>
      {maySave ? (
        <Button variant="ghost" size="sm" onClick={() => setIsOpen(true)}>
          <Bookmark aria-hidden />
          Save
        </Button>
      ) : null}
      {saved === undefined ? null : <CopyButton text={() => `${location.origin}${savedHref(slug, saved)}`} label="Copy link to this saved request" />}
      {isOpen ? (
        <SaveDialog
          slug={slug}
          input={input}
          saved={saved}
          onClose={() => setIsOpen(false)}
          onSaved={(now) => {
            setSince(now);
            setIsOpen(false);
            history.replaceState(null, "", savedHref(slug, now));
            toast(`Saved as “${now.name}”.`, "good");
          }}
        />
      ) : null}
    </>
  );
}
