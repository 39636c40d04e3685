"use client";

import { Webhook } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { Tabs } from "@/components/ui/tabs";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import type { WorldView } from "@/lib/worlds/schema";
import { AddressCard } from "./address-card";
import { ClientsCard } from "./clients-card";
import { ClockCard } from "./clock-card";
import { FairUseCard } from "./fair-use-card";
import { useWorld } from "./queries";
import { ResetCard } from "./reset-card";
import { RuleSection } from "./rule-section";
import type { OperationChoice } from "./rule-draft";
import { TokensCard } from "./tokens-card";
import { WorldApi } from "./world-api";
import { WorldProducts } from "./world-products";

interface SimulatorScreenProps {
  slug: string;
  initial: WorldView;
  operations: readonly OperationChoice[];
  /** Why this person can only look; undefined for those who may change it. */
  refusal: string | undefined;
  /** A fault to begin a rule with, from a link. */
  askedFault: string | undefined;
}

/** The workspace's world in the simulator, and everything that can be done to it. */
export function SimulatorScreen({ slug, initial, operations, refusal, askedFault }: SimulatorScreenProps) {
  const world = useWorld(slug, initial);
  const may = refusal === undefined;
  const overview = (
    <div className="grid gap-4 pt-4 lg:grid-cols-2">
      <AddressCard world={world} className="lg:col-span-2" />
      <ClientsCard slug={slug} world={world} may={may} className="lg:col-span-2" />
      <div className="lg:col-span-2">
        <RuleSection slug={slug} world={world} operations={operations} may={may} askedFault={askedFault} />
      </div>
      <ClockCard slug={slug} world={world} may={may} />
      <FairUseCard slug={slug} world={world} may={may} />
      <TokensCard slug={slug} may={may} />
      <ResetCard slug={slug} world={world} may={may} />
    </div>
  );
  return (
    <div>
      <PageHeader
        title="Simulator"
        description="A Distributor API of your own. Point your software at it, move its clock, and make every failure happen on purpose. No other workspace notices."
        actions={
          <ButtonLink variant="secondary" prefetch={false} href={`/${slug}/simulator/deliveries`}>
            <Webhook aria-hidden />
            Webhook deliveries
          </ButtonLink>
        }
      />
      {refusal === undefined ? null : <Notice className="mb-4">{refusal}</Notice>}
      {world.shared ? (
        <Notice tone="warn" className="mb-4" title="This world is shared">
          The operator of this console fixed one simulator client for all workspaces, so they all see and change the same world.
        </Notice>
      ) : null}
      <Notice className="mb-4" title="For made-up people">
        A world keeps the contacts of its orders as they were sent, until it is reset; webhook deliveries stay for 30 days after they were
        queued. Nothing in it is masked, so book under invented names.
      </Notice>
      <Tabs
        label="Parts of the simulator"
        tabs={[
          { value: "world", label: "World", content: overview },
          { value: "products", label: "Test products", content: <WorldProducts slug={slug} products={world.products} may={may} /> },
          { value: "api", label: "Control by API", content: <WorldApi baseUrl={world.base_url} /> },
        ]}
      />
    </div>
  );
}
