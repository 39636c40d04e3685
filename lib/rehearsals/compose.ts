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
  if (bodyOf(operation) !== undefined) headers.push(["Content-Type", "application/json"]);
  if (fault !== undefined) headers.push([FAULT_HEADER, fault]);
  return headers;
}

/** The body of a rehearsal: well-formed, and without meaning. */
export function bodyOf(operation: Operation): string | undefined {
  if (operation.auth === "basic") return JSON.stringify({ grant_type: "client_credentials" });
  return operation.body === undefined ? undefined : JSON.stringify({ data: {} });
}

/** The same headers as they may be shown: the credential is masked. */
export function maskedHeaders(headers: readonly HeaderField[]): [string, string][] {
  return headers.map(([name, value]) => [name, name === "Authorization" ? value.replace(/ .*/s, " «secret»") : value]);
}
