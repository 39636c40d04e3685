import type { Resource } from "@/lib/simulator/call";
import { envelope } from "@/lib/simulator/envelope";
import { json } from "@/lib/simulator/reply";
import { specification } from "@/lib/simulator/specification";

/** Alive; the documents give no body, so there is none to rely on. */
export const ping: Resource = (call) => envelope(call, "ping", { status: "OK" }, { headers: { "Cache-Control": "no-store" } });

export const status: Resource = (call) =>
  envelope(
    call,
    "status",
    { status: "OPERATIONAL", time: call.now.toISOString().replace("Z", "+00:00") },
    { headers: { "Cache-Control": "no-store" }, note: "the documents do not describe this body" },
  );

/** GET /system/docs: announced upstream and not there yet; here it is the console's own description of the API. */
export const docs: Resource = async (call) =>
  json(await specification(call.version, call.base), {
    note: "announced upstream and not there yet; this is the console's own description",
  });
