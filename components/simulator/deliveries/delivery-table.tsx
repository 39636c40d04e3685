import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table } from "@/components/ui/table";
import type { DeliveryView } from "@/lib/worlds/deliveries/schema";
import { resultWords, STATUS_WORDS, waitsForClock } from "./words";

interface DeliveryTableProps {
  deliveries: readonly DeliveryView[];
  onOpen: (id: string) => void;
}

/** Deliveries, newest first. The event opens the delivery. */
export function DeliveryTable({ deliveries, onOpen }: DeliveryTableProps) {
  return (
    <Table label="Webhook deliveries">
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Event</th>
          <th scope="col">Target</th>
          <th scope="col">Result</th>
          <th scope="col">Next try</th>
          <th scope="col">Queued</th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <tr key={delivery.id}>
            <td className="whitespace-nowrap">
              <Badge tone={STATUS_WORDS[delivery.status].tone}>{STATUS_WORDS[delivery.status].text}</Badge>
            </td>
            <td className="whitespace-nowrap">
              <button type="button" onClick={() => onOpen(delivery.id)} className="cursor-pointer font-mono text-xs font-medium hover:underline">
                {delivery.event}
              </button>
              <p className="font-mono text-xs text-muted">{delivery.itemId}</p>
            </td>
            <td className="min-w-48 font-mono text-xs break-all">{delivery.url}</td>
            <td className="min-w-40 text-xs">
              {resultWords(delivery)}
              {delivery.tries.at(-1)?.problem == null ? null : <p className="text-muted">{delivery.tries.at(-1)?.problem}</p>}
            </td>
            <td className="text-xs whitespace-nowrap text-muted">
              {delivery.nextAt === null ? "" : waitsForClock(delivery) ? "when the clock moves" : <RelativeTime at={delivery.nextAt} />}
            </td>
            <td className="text-xs whitespace-nowrap text-muted">
              <RelativeTime at={delivery.queuedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
