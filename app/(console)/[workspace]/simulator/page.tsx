import type { Metadata } from "next";
import { SimulatorScreen } from "@/components/simulator/simulator-screen";
import { requireScope } from "@/lib/auth/gate";
import { operationIndex } from "@/lib/catalog/operation-index";
import { actionRefusal, mayRole, rolesFor } from "@/lib/workspaces/model";
import { readWorld } from "@/lib/worlds/service";

export const metadata: Metadata = { title: "Simulator" };

interface SimulatorPageProps {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SimulatorPage({ params, searchParams }: SimulatorPageProps) {
  const scope = await requireScope((await params).workspace, "simulator.read");
  const world = await readWorld(scope);
  const asked = (await searchParams).fault;
  const operations = operationIndex().map(({ id, summary, group }) => ({ id, summary, group }));
  const refusal = mayRole(scope.role, "simulator.control")
    ? actionRefusal(scope, "simulator.control")
    : `As ${scope.role} you can look. Changing the simulator takes the role ${rolesFor("simulator.control").join(", ")}.`;
  return <SimulatorScreen slug={scope.workspaceSlug} initial={world} operations={operations} refusal={refusal} askedFault={typeof asked === "string" ? asked : undefined} />;
}
