import { route } from "@/lib/http/route";
import { rehearsalAnswer, rehearsalInput } from "@/lib/rehearsals/schema";
import { rehearse } from "@/lib/rehearsals/service";

export const POST = route("run.send", { body: rehearsalInput, answer: rehearsalAnswer }, rehearse);
