import { Badge } from "@/components/ui/badge";
import { Table } from "@/components/ui/table";
import { schemaInWords } from "@/lib/catalog/schema-in-words";
import type { Parameter } from "@/lib/catalog/model";
import { InferredMark } from "./inferred-mark";
import { VersionMark } from "./version-mark";

export function ParameterTable({ label, parameters }: { label: string; parameters: readonly Parameter[] }) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Type</th>
          <th scope="col">What it is</th>
        </tr>
      </thead>
      <tbody>
        {parameters.map((parameter) => (
          <tr key={parameter.name}>
            <th scope="row" className="font-mono text-xs font-normal">
              {parameter.name}
              <span className="mt-1 flex flex-wrap gap-1 font-sans">
                {parameter.required ? <Badge tone="info">required</Badge> : null}
                {parameter.deprecated ? <Badge tone="warn">deprecated</Badge> : null}
                {parameter.inferred ? <InferredMark /> : null}
                <VersionMark versions={parameter.versions} />
              </span>
            </th>
            <td className="font-mono text-xs">{schemaInWords(parameter.schema)}</td>
            <td className="max-w-prose min-w-56 text-pretty">
              {parameter.description}
              {parameter.example === undefined ? null : (
                <span className="mt-0.5 block text-xs text-muted">
                  For example{" "}
                  <code className="font-mono wrap-anywhere">
                    {typeof parameter.example === "string" ? parameter.example : JSON.stringify(parameter.example)}
                  </code>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
