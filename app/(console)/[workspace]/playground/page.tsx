import type { Metadata } from "next";
import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { PLACE_COOKIE, readPlace } from "@/components/shell/environment";
import { requireScope } from "@/lib/auth/gate";
import { isWrite } from "@/lib/catalog/model";
import { findOperation } from "@/lib/catalog/operations";
import { openRequest } from "@/lib/collections/requests/service";
import { openRequest as savedContract } from "@/lib/collections/schema";
import { list } from "@/lib/credentials/service";
import { choiceAmong } from "@/lib/credentials/users";
import { runParams } from "@/lib/playground/schema";
import { open } from "@/lib/playground/service";
import { AppError } from "@/lib/shared/errors";
import { baseUrl } from "@/lib/upstream/environments";
import { environmentRefusal, mayRole, rolesFor } from "@/lib/workspaces/model";
import { PlaygroundScreen } from "./playground-screen";

export const metadata: Metadata = { title: "Playground" };

const FIRST_OPERATION = "getProducts";

interface PlaygroundPageProps {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function PlaygroundPage({ params, searchParams }: PlaygroundPageProps) {
  const scope = await requireScope((await params).workspace, "run.read");
  const search = await searchParams;
  const place = readPlace(search, (await cookies()).get(PLACE_COOKIE)?.value);
  const savedId = savedContract.params.shape.request.safeParse([search.saved].flat()[0]).data;
  const saved = savedId === undefined ? undefined : await openRequest(scope, savedId).catch(goneOrThrow);
  // A link may be older than the request's change to another operation.
  const operationId = typeof saved === "object" ? saved.operationId : ([search.operation ?? FIRST_OPERATION].flat()[0] ?? "");
  const operation = findOperation(operationId);
  if (operation === undefined) notFound();
  const runId = runParams.shape.run.safeParse([search.run].flat()[0]).data;
  // One that is gone is looked for again by the page, which says so in words.
  const initialRun = runId === undefined ? undefined : await open(scope, runId).catch(() => undefined);
  const here = (await list(scope)).filter(({ environment, disabledAt }) => environment === place.environment && disabledAt === null);
  const { usable: credentials, withheld } = choiceAmong(here);
  return (
    <PlaygroundScreen
      slug={scope.workspaceSlug}
      place={place}
      operation={operation}
      credentials={credentials.map(({ id, label, clientIdMasked, distributorId }) => ({ id, label, clientIdMasked, distributorId }))}
      withheld={withheld}
      baseUrl={baseUrl(place.environment, place.version).href}
      refusal={
        !mayRole(scope.role, "run.send")
          ? `You can look at runs here. Sending takes the role ${rolesFor("run.send").join(" or ")}.`
          : environmentRefusal(scope, place.environment, isWrite(operation))
      }
      maySend={mayRole(scope.role, "run.send")}
      runId={runId}
      initialRun={initialRun}
      saved={saved}
      maySave={mayRole(scope.role, "collection.write")}
    />
  );
}

function goneOrThrow(error: unknown): "gone" {
  if (error instanceof AppError && error.code === "resource.not-found") return "gone";
  throw error;
}
