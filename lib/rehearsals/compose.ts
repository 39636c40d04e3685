import type { Operation } from "@/lib/catalog/model";
import { FAULT_HEADER, type FaultName } from "@/lib/catalog/faults";
import type { Secret } from "@/lib/shared/secret";
import type { HeaderField } from "@/lib/upstream/model";

/** The path parameters that a rehearsed operation needs; nothing has these references. */
export const PATH_VALUES: Readonly<Record<string, string>> = { order_reference: "REHEARSAL-0001", reservation_reference: "REHEARSAL-0002" };

interface Parts {
  operation: Operation;
  authorization: Secret | undefined;
  fault: FaultName | undefined;
  requestReference: string;
}

/** The headers of a rehearsal, as they go on the wire. */
export function headersOf({ operation, authorization, fault, requestReference }: Parts): HeaderField[] {
  const headers: HeaderField[] = [["Accept", "application/json"], ["App-Name", "distributor-console"], ["App-Reference", requestReference]];
  if (authorization !== undefined) headers.push(["Authorization", authorization.reveal()]);
  if (operation.body !== undefined) headers.push(["Content-Type", "application/json"]);
  if (fault !== undefined) headers.push([FAULT_HEADER, fault]);
  return headers;
}

/** A published test product that is sold without a slot and one of its ticket types: it can be booked at any time. */
const BOOKABLE: Readonly<Record<string, string>> = { product_id: "62519", product_type_id: "6251911" };

/** The body of a rehearsal: the catalogue's own example, as an order that the simulator can carry out, under a reference of its own. */
export function bodyOf({ body }: Operation, requestReference: string): string | undefined {
  const example = body?.examples[0]?.value;
  if (example === undefined) return undefined;
  return JSON.stringify(example, (name, value: unknown) => (name.endsWith("_external_reference") ? requestReference : (BOOKABLE[name] ?? value)));
}

/** The same headers as they may be shown: the credential is masked. */
export function maskedHeaders(headers: readonly HeaderField[]): [string, string][] {
  return headers.map(([name, value]) => [name, name === "Authorization" ? value.replace(/ .*/s, " «secret»") : value]);
}
