"use client";

import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { ENVIRONMENT_CHOICES } from "@/components/shell/environment";
import { usePlace } from "@/components/shell/use-place";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import type { CredentialView } from "@/lib/credentials/model";
import type { Environment } from "@/lib/upstream/model";
import { AddDialog } from "./add-dialog";
import { CredentialRow, type Abilities } from "./credential-row";
import { EnvironmentCard } from "./environment-card";
import { useCredentialList } from "./queries";
import { RestoreSimulator } from "./restore-simulator";

interface CredentialsScreenProps {
  slug: string;
  initial: readonly CredentialView[];
  placeCookie: string | undefined;
  may: Abilities;
  /** What this role cannot do, and who can; undefined for those who may do all. */
  refusal: string | undefined;
}

export function CredentialsScreen({ slug, initial, placeCookie, may, refusal }: CredentialsScreenProps) {
  const credentials = useCredentialList(slug, initial);
  const { place } = usePlace(placeCookie);
  const [adding, setAdding] = useState<Environment>();
  const [checkAtOnce, setCheckAtOnce] = useState<string>();
  const liveEnvironment = place.environment === "simulator" ? "staging" : place.environment;
  const add = (environment: Environment) => (may.change ? () => setAdding(environment) : undefined);

  return (
    <div>
      <PageHeader
        title="Credentials"
        description="What the console shows to Prioticket to get a token. A secret is sealed when you save it and never shown again."
        actions={
          may.change ? (
            <Button variant="primary" onClick={add(liveEnvironment)}>
              <Plus aria-hidden />
              Add credential
            </Button>
          ) : undefined
        }
      />
      {refusal === undefined ? null : <Notice className="mb-4">{refusal}</Notice>}
      {credentials.length === 0 && !may.change ? (
        <EmptyState icon={<KeyRound />} title="No credential yet">
          An owner or admin of this workspace adds the first one; then you can get tokens with it.
        </EmptyState>
      ) : (
        <div className="space-y-4">
          {ENVIRONMENT_CHOICES.map((environment) => (
            <EnvironmentCard
              key={environment}
              environment={environment}
              onAdd={add(environment)}
              empty={
                environment === "simulator" && may.change ? <RestoreSimulator slug={slug} /> : "No credential for this environment yet."
              }
            >
              {credentials
                .filter((credential) => credential.environment === environment)
                .map((credential) => (
                  <CredentialRow
                    key={credential.id}
                    slug={slug}
                    credential={credential}
                    version={place.version}
                    may={may}
                    checkAtOnce={credential.id === checkAtOnce}
                  />
                ))}
            </EnvironmentCard>
          ))}
        </div>
      )}
      {adding === undefined ? null : (
        <AddDialog
          slug={slug}
          environment={adding}
          onClose={() => setAdding(undefined)}
          onAdded={(credential, check) => {
            if (check) setCheckAtOnce(credential.id);
            setAdding(undefined);
          }}
        />
      )}
    </div>
  );
}
