"use client";

import { useEffect, useSyncExternalStore } from "react";

/** Outlives the address bar, from which the code is removed as soon as it has been read. */
let seen = "";

function read(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) seen = given;
  return seen;
}

function subscribe(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}

/** The code in the fragment of the one-time link that led here, or "". It is taken out of the address bar and of the history. */
export function useLinkCode(): string {
  const code = useSyncExternalStore(subscribe, read, () => "");
  useEffect(() => {
    if (location.hash !== "") history.replaceState(null, "", location.pathname);
  }, [code]);
  return code;
}
