import { StatusBadge } from "@/components/ui/status-badge";
import { Table } from "@/components/ui/table";
import type { DocumentedResponse } from "@/lib/catalog/model";
import { InferredMark } from "./inferred-mark";

/** The statuses that the documents name. Links lead to what an error means here. */
export function ResponseTable({ responses, errorsPath }: { responses: readonly DocumentedResponse[]; errorsPath: string }) {
  return (
    <Table label="Documented replies">
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Meaning</th>
          <th scope="col">Headers that go with it</th>
        </tr>
      </thead>
      <tbody>
        {responses.map((response) => (
          <tr key={response.status}>
            <th scope="row">
              {response.status < 400 ? (
                <StatusBadge status={response.status} />
              ) : (
                <a href={`${errorsPath}#status-${response.status}`} aria-label={`${response.status}: what it means`}>
                  <StatusBadge status={response.status} />
                </a>
              )}
            </th>
            <td className="text-pretty">
              {response.description} {response.inferred ? <InferredMark what="Not documented for this operation in v3.8" /> : null}
              {response.contentTypes.length > 1 ? (
                <span className="block font-mono text-xs text-muted">{response.contentTypes.join(", ")}</span>
              ) : null}
            </td>
            <td>
              <ul className="space-y-1">
                {response.headers.map((header) => (
                  <li key={header.name} className="flex items-center gap-1.5" title={header.description}>
                    <span className="font-mono text-xs whitespace-nowrap">{header.name}</span>
                    {header.inferred ? <InferredMark what={header.description} /> : null}
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
