"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { WorldView } from "@/lib/worlds/schema";
import { ClientDialog, type MadeClient } from "./client-dialog";
import { ClientMade } from "./client-made";
import { useWorldChange } from "./queries";

type Client = WorldView["clients"][number];

/** Client ids for software of one's own. The console's client is not shown: nobody needs its secret. */
export function ClientsCard({ slug, world, may, className }: { slug: string; world: WorldView; may: boolean; className?: string }) {
  const change = useWorldChange(slug);
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<MadeClient>();
  const [leaving, setLeaving] = useState<Client>();
  const remove = (client: Client) =>
    change.mutate(
      { method: "DELETE", path: `/clients/${client.client_id}` },
      {
        onSuccess: () => {
          toast(`${client.label} gets no more tokens.`, "good");
          setLeaving(undefined);
          if (made?.client_id === client.client_id) setMade(undefined);
        },
      },
    );
  return (
    <Card
      title="Clients for your own software"
      description="A client id and a secret, as Prioticket will send you. They open this world only."
      actions={
        may ? (
          <Button size="sm" onClick={() => setIsMaking(true)}>
            <Plus aria-hidden />
            New client
          </Button>
        ) : undefined
      }
      {...(className === undefined ? {} : { className })}
    >
      {made === undefined ? null : <ClientMade client={made} baseUrl={world.base_url} />}
      {world.clients.length === 0 ? (
        <p className="text-sm text-muted">
          {may ? "None yet. Make one for each system that you connect, so that each can be shut out alone." : "None yet. Somebody who may change the simulator can make one."}
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {world.clients.map((client) => (
            <li key={client.client_id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 first:pt-0 last:pb-0">
              <div className="min-w-0 flex-1">
                <p className="font-medium">{client.label}</p>
                <p className="text-xs text-muted">
                  <code className="font-mono">{client.client_id}</code> · made <RelativeTime at={client.created_at} />
                </p>
              </div>
              {may ? (
                <Button size="sm" aria-label={`Remove ${client.label}`} onClick={() => setLeaving(client)}>
                  Remove
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {isMaking ? (
        <ClientDialog
          slug={slug}
          onClose={() => setIsMaking(false)}
          onMade={(client) => {
            setMade(client);
            setIsMaking(false);
          }}
        />
      ) : null}
      <ConfirmDialog
        open={leaving !== undefined}
        onOpenChange={() => setLeaving(undefined)}
        title={`Remove ${leaving?.label ?? "this client"}?`}
        description="It gets no more tokens, and its secret cannot be had back. Tokens that it has live until they expire; revoke all tokens to end them now."
        confirmLabel="Remove client"
        busy={change.isPending}
        onConfirm={() => leaving && remove(leaving)}
      >
        {change.error === null ? null : <ProblemNotice error={change.error} />}
      </ConfirmDialog>
    </Card>
  );
}
