import { RelativeTime } from "@/components/ui/relative-time";
import { Table } from "@/components/ui/table";
import type { Claim } from "@/lib/tokens/claims";

/** Header members or claims: name, value as it is, and what it means in words and human times. */
export function ClaimsTable({ label, claims }: { label: string; claims: readonly Claim[] }) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <th scope="col">{label}</th>
          <th scope="col">Value</th>
          <th scope="col" className="min-w-48">
            In words
          </th>
        </tr>
      </thead>
      <tbody>
        {claims.map((claim, index) => (
          <tr key={index}>
            <th scope="row" className="font-mono text-xs">
              {claim.name}
            </th>
            <td className="font-mono text-xs wrap-anywhere">{claim.value}</td>
            <td className="text-xs text-muted">
              {claim.meaning}
              {claim.time === null ? null : (
                <span className="block text-ink">
                  <RelativeTime at={claim.time} />
                  <span className="text-muted"> · {claim.time.replace("T", " ").replace(".000Z", " UTC")}</span>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
