"use client";

import { useEffect, useEffectEvent } from "react";
import { CallFailed, fetchApi } from "@/lib/http/client";
import { readEvents, type LiveEvent } from "@/lib/playground/live/model";

/**
 * News of runs for this page, over one stream however many parts of the page listen. It is read with fetch, because
 * EventSource cannot send the header that every call of ours carries. Only while somebody looks at the page: a browser has
 * six connections for a site, and tabs in the background would hold them all.
 */

const AGAIN_AFTER_MS = [1_000, 2_000, 5_000, 15_000, 30_000];
/** Three beats without a sign of life. */
const SILENCE_MS = 30_000;

type Hear = (event: LiveEvent) => void;

interface Channel {
  hear: Set<Hear>;
  abort: AbortController | undefined;
  again: ReturnType<typeof setTimeout> | undefined;
  failures: number;
}

const channels = new Map<string, Channel>();

/** Calls back for each piece of news about the workspace's runs; after an interruption it says that some may be missing. */
export function useLiveRuns(slug: string, hear: Hear): void {
  const onEvent = useEffectEvent(hear);
  useEffect(() => {
    const mine: Hear = (event) => onEvent(event);
    const channel = channels.get(slug) ?? { hear: new Set<Hear>(), abort: undefined, again: undefined, failures: 0 };
    channels.set(slug, channel);
    channel.hear.add(mine);
    const look = (): void => {
      if (document.visibilityState === "visible") open(slug, channel);
      else close(channel);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      channel.hear.delete(mine);
      if (channel.hear.size === 0) close(channel);
    };
  }, [slug]);
}

function close(channel: Channel): void {
  clearTimeout(channel.again);
  channel.again = undefined;
  channel.abort?.abort();
  channel.abort = undefined;
}

function open(slug: string, channel: Channel): void {
  if (channel.abort !== undefined) return;
  clearTimeout(channel.again);
  const abort = new AbortController();
  channel.abort = abort;
  void listen(slug, channel, abort)
    .catch((error: unknown) => error)
    .then((error) => {
      if (channel.abort !== abort) return;
      channel.abort = undefined;
      // Whoever is no longer let in is not asked again by a timer; the page says so when it is used.
      if (error instanceof CallFailed && error.problem !== undefined && error.problem.status < 500 && error.problem.status !== 429) return;
      const afterMs = AGAIN_AFTER_MS[Math.min(channel.failures, AGAIN_AFTER_MS.length - 1)];
      channel.failures += 1;
      channel.again = setTimeout(() => {
        if (document.visibilityState === "visible" && channel.hear.size > 0) open(slug, channel);
      }, afterMs);
    });
}

async function listen(slug: string, channel: Channel, abort: AbortController): Promise<void> {
  let silence = setTimeout(() => abort.abort(), SILENCE_MS);
  try {
    const response = await fetchApi({ method: "GET", path: `/bff/workspaces/${slug}/runs/live`, signal: abort.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    // What was made before the stream was open, nobody was told of.
    tell(channel, { kind: "missed" });
    let text = "";
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) return;
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), SILENCE_MS);
      channel.failures = 0;
      const { events, rest } = readEvents(text + value);
      text = rest;
      for (const event of events) tell(channel, event);
    }
  } finally {
    clearTimeout(silence);
  }
}

function tell(channel: Channel, event: LiveEvent): void {
  for (const hear of channel.hear) hear(event);
}
