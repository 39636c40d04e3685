import { checkReply } from "@/lib/playground/check-reply";

/** Reads and checks a body away from the page, which must not wait for megabytes. */
self.addEventListener("message", (event: MessageEvent<{ schemaName: string; file: Blob }>) => {
  const { schemaName, file } = event.data;
  void file.text().then((text) => self.postMessage(checkReply(schemaName, text)));
});
