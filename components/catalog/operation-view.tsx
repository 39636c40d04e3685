import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import type { Operation } from "@/lib/catalog/model";
import { InferredMark } from "./inferred-mark";
import { OperationFacts } from "./operation-facts";
import { ParameterTable } from "./parameter-table";
import { ResponseTable } from "./response-table";
import { SchemaTree } from "./schema-tree";
import { SimulatedHere } from "./simulated-here";

const PLACES = [
  { place: "path", title: "Path" },
  { place: "query", title: "Query" },
] as const;

/** One operation as a page to read. */
export function OperationView({ operation, errorsPath }: { operation: Operation; errorsPath: string }) {
  const { body } = operation;
  const good = operation.responses.find((response) => response.status < 300 && response.schemaName !== undefined);
  return (
    <div className="space-y-5">
      <Card title="What it needs">
        <OperationFacts operation={operation} />
      </Card>
      <SimulatedHere operation={operation} />
      {PLACES.map(({ place, title }) => {
        const parameters = operation.parameters.filter((parameter) => parameter.in === place);
        return parameters.length === 0 ? null : (
          <section key={place} aria-label={title}>
            <h2 className="mb-1.5 font-semibold">{title}</h2>
            <ParameterTable label={`${title} parameters`} parameters={parameters} />
          </section>
        );
      })}
      {body === undefined ? null : (
        <Card
          title={
            <span className="flex items-center gap-2">
              Body{body.inferredWhat === undefined ? null : <InferredMark what={body.inferredWhat} />}
            </span>
          }
          description={body.inferredWhat === undefined ? undefined : `Inferred: ${body.inferredWhat}.`}
        >
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <SchemaTree schema={{ $ref: body.schemaName }} />
            <div className="min-w-0 space-y-3">
              {body.examples.map((example) => (
                <CodeBlock key={example.name} label={example.summary} code={JSON.stringify(example.value, null, 2)} />
              ))}
            </div>
          </div>
        </Card>
      )}
      <details>
        <summary className="cursor-pointer font-semibold">Headers that can be set</summary>
        <div className="mt-1.5">
          <ParameterTable
            label="Headers that can be set"
            parameters={operation.parameters.filter((parameter) => parameter.in === "header")}
          />
        </div>
      </details>
      <section aria-label="Replies">
        <h2 className="mb-1.5 font-semibold">Replies</h2>
        <ResponseTable responses={operation.responses} errorsPath={errorsPath} />
      </section>
      {good?.schemaName === undefined ? null : (
        <Card
          title={`Body of a ${good.status}`}
          description="The fields that are known. Others may come: the API adds fields within a version."
        >
          <SchemaTree schema={{ $ref: good.schemaName }} />
        </Card>
      )}
    </div>
  );
}
