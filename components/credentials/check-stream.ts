import { checkEventSchema, type CheckEvent, type CheckRequest } from "@/lib/credentials/schema";
import { fetchApi } from "@/lib/http/client";

/** Starts a check and gives its events as they come. Aborting the signal stops the check on the server too. */
export async function* streamCheck(slug: string, id: string, wanted: CheckRequest, signal: AbortSignal): AsyncGenerator<CheckEvent, void> {
  const response = await fetchApi({ method: "POST", path: `/bff/workspaces/${slug}/credentials/${id}/check`, body: wanted, signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield checkEventSchema.parse(JSON.parse(line));
  }
}
