import { Card } from "@/components/ui/card";
import type { Operation } from "@/lib/catalog/model";
import { seenElsewhere, SIMULATED_EVERYWHERE, unseenVersion } from "@/lib/catalog/simulated-everywhere";

const EVERYWHERE = [...Object.values(SIMULATED_EVERYWHERE), unseenVersion("3.7"), seenElsewhere(["3.5"], "3.8")];

/** Where the simulator had to decide what the documents leave open. */
export function SimulatedHere({ operation }: { operation: Operation }) {
  return (
    <Card
      title="In the simulator"
      description="What the simulator does where the public documents leave it open. A live environment may do otherwise. Answers say what concerns them in the header Simulator-Note."
    >
      <Sentences of={operation.simulated} />
      <details className="mt-3 text-sm">
        <summary className="cursor-pointer font-medium">With any operation</summary>
        <div className="mt-1.5">
          <Sentences of={EVERYWHERE.map((note) => `${note.charAt(0).toUpperCase()}${note.slice(1)}.`)} />
        </div>
      </details>
    </Card>
  );
}

function Sentences({ of: sentences }: { of: readonly string[] }) {
  return (
    <ul className="max-w-prose list-disc space-y-1 pl-4 text-sm wrap-anywhere">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
