"use client";

import { ChevronDown, ChevronUp, Search } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { Button } from "../button";
import type { BodyClient, BodySnapshot } from "./body-client";
import type { BodyMode } from "./protocol";

/** A search over megabytes begins once a person pauses. */
const PAUSE_MS = 150;

export function SearchField({ body, snapshot, mode }: { body: BodyClient; snapshot: BodySnapshot; mode: BodyMode }) {
  const [text, setText] = useState("");
  const { search } = snapshot;
  // Which mode is shown matters only at the moment of the search: changing it keeps the matches.
  const begin = useEffectEvent((wanted: string) => body.search(wanted, mode));
  useEffect(() => {
    const timer = setTimeout(() => begin(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1">
      <label className="flex h-7 min-w-0 flex-1 items-center gap-1.5 rounded-md border border-edge/70 bg-surface px-2 focus-within:border-accent sm:max-w-60">
        <Search aria-hidden className="size-3.5 shrink-0 text-muted" />
        <span className="sr-only">Search in the body</span>
        <input
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") body.step(event.shiftKey ? -1 : 1, mode);
          }}
          placeholder="Search in the body"
          spellCheck={false}
          className="w-full min-w-0 bg-transparent text-xs outline-none"
        />
      </label>
      <span role="status" className="min-w-14 text-xs whitespace-nowrap text-muted">
        {search === undefined || text === ""
          ? ""
          : search.count === 0
            ? "no match"
            : `${(search.current + 1).toLocaleString("en")} of ${search.count.toLocaleString("en")}${search.isCapped ? "+" : ""}`}
      </span>
      {search === undefined || search.count === 0 || text === "" ? null : (
        <>
          <Button variant="ghost" size="icon-sm" aria-label="Previous match" onClick={() => body.step(-1, mode)}>
            <ChevronUp aria-hidden />
          </Button>
          <Button variant="ghost" size="icon-sm" aria-label="Next match" onClick={() => body.step(1, mode)}>
            <ChevronDown aria-hidden />
          </Button>
        </>
      )}
    </div>
  );
}
