"use client";

import { useMutation } from "@tanstack/react-query";
import { saveFile } from "@/components/ui/save-file";
import { callApi, fetchApi } from "@/lib/http/client";
import { endWorkspace, startWorkspace } from "@/lib/workspaces/schema";

export function useStartWorkspace() {
  return useMutation({
    mutationFn: (name: string) => callApi({ method: "POST", path: "/bff/workspaces", body: { name }, answer: startWorkspace.answer }),
    // The whole page is loaded anew: what it holds belongs to another workspace or to none.
    onSuccess: ({ workspace }) => location.replace(`/${workspace}`),
  });
}

export function useEndWorkspace(slug: string) {
  return useMutation({
    mutationFn: (word: string) => callApi({ method: "DELETE", path: `/bff/workspaces/${slug}`, body: { word }, answer: endWorkspace.answer }),
    onSuccess: () => location.replace("/"),
  });
}

/** Saves the export as a file, once all of it has arrived. */
export function useExport(slug: string) {
  return useMutation({
    mutationFn: async () => {
      const file = await (await fetchApi({ method: "GET", path: `/bff/workspaces/${slug}/export` })).blob();
      saveFile(`${slug}.ndjson`, file);
      return { bytes: file.size };
    },
  });
}
