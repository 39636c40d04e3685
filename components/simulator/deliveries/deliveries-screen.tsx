"use client";

import { Webhook } from "lucide-react";
import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import type { DeliveryList } from "@/lib/worlds/deliveries/schema";
import { DeliveryDialog } from "./delivery-dialog";
import { DeliveryTable } from "./delivery-table";
import { useDeliveries } from "./queries";
import { WebhookList } from "./webhook-list";

interface DeliveriesScreenProps {
  slug: string;
  initial: DeliveryList;
  refusal: string | undefined;
}

export function DeliveriesScreen({ slug, initial, refusal }: DeliveriesScreenProps) {
  const { data, error, refetch } = useDeliveries(slug, initial);
  const [openId, setOpenId] = useState<string>();
  /** The way to an operation, or why this person may not send it. */
  const inPlayground = (operation: string, words: string) =>
    refusal === undefined ? <ButtonLink href={`/${slug}/playground?operation=${operation}&env=simulator`}>{words}</ButtonLink> : <p className="text-sm text-muted">{refusal}</p>;
  return (
    <>
      {error === null ? null : <ProblemNotice error={error} onRetry={() => void refetch()} className="mb-3" />}
      {data.webhooks.length === 0 ? null : <WebhookList webhooks={data.webhooks} />}
      {data.deliveries.length > 0 ? (
        <DeliveryTable deliveries={data.deliveries} onOpen={setOpenId} />
      ) : data.webhooks.length === 0 ? (
        <EmptyState icon={<Webhook />} title="Nobody has asked to hear of changes" action={inPlayground("addWebhook", "Register a webhook")}>
          Send <code>POST /webhooks</code> in the simulator with the address of your receiver, the events that you want, such as ORDER, and in <code>webhook_auth</code> the base64 of user:password. Each
          change in your world then arrives there, and here you see what became of it.
        </EmptyState>
      ) : (
        <EmptyState icon={<Webhook />} title="Nothing was sent yet" action={inPlayground("addNotification", "Send a sample")}>
          <code>POST /notifications</code> sends a sample to your webhooks. Making an order sends a real one.
        </EmptyState>
      )}
      {openId === undefined ? null : <DeliveryDialog slug={slug} id={openId} refusal={refusal} onClose={() => setOpenId(undefined)} />}
    </>
  );
}
