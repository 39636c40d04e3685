import { Card } from "@/components/ui/card";
import { OPERATOR_RULES } from "@/lib/operator/model";

/** The table of what operators may do, in words. */
export function OperatorRights() {
  return (
    <Card title="What operators may do" description="Being an operator opens no workspace: to see one’s calls or credentials, its owner has to invite you." className="mt-6">
      <ul className="list-disc space-y-1 pl-4">
        {OPERATOR_RULES.map(({ words, isGrave }) => (
          <li key={words}>
            {words}
            {isGrave ? <span className="text-muted"> · asks for a sign-in of the last five minutes</span> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
