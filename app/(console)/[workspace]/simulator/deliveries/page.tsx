import type { Metadata } from "next";
import { DeliveriesScreen } from "@/components/simulator/deliveries/deliveries-screen";
import { PageHeader } from "@/components/ui/page-header";
import { requireScope } from "@/lib/auth/gate";
import { environmentRefusal, mayRole, rolesFor } from "@/lib/workspaces/model";
import { list } from "@/lib/worlds/deliveries/service";

export const metadata: Metadata = { title: "Webhook deliveries" };

export default async function DeliveriesPage({ params }: { params: Promise<{ workspace: string }> }) {
  const scope = await requireScope((await params).workspace, "run.read");
  return (
    <>
      <PageHeader
        title="Webhook deliveries"
        description="What the simulator told your software of, and what your software answered. Event names, envelope and retries are modelled: the documents do not give them."
      />
      <DeliveriesScreen
        slug={scope.workspaceSlug}
        initial={await list(scope)}
        refusal={mayRole(scope.role, "run.send") ? environmentRefusal(scope, "simulator", true) : `Sending takes the role ${rolesFor("run.send").join(" or ")}.`}
      />
    </>
  );
}
