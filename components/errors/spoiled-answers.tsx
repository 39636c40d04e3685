import { KeyValue } from "@/components/ui/key-value";
import type { RehearsedOperation } from "@/lib/rehearsals/model";
import { SPOILED_ANSWERS } from "@/lib/rehearsals/spoiled";
import { MakeItARule } from "./make-it-a-rule";
import { SeeItHappen } from "./see-it-happen";

type Spoiled = (typeof SPOILED_ANSWERS)[number];

/** Those in which every word of a search occurs. */
export function spoiledFor(search: string): readonly Spoiled[] {
  const words = search.toLowerCase().split(/\s+/);
  return SPOILED_ANSWERS.filter(({ reference, name, seen, todo }) => words.every((word) => [reference, name, seen, todo].join(" ").toLowerCase().includes(word)));
}

interface SpoiledAnswersProps {
  slug: string;
  answers: readonly Spoiled[];
  operationId: RehearsedOperation;
  mayRehearse: boolean;
}

/** What no status tells: answers that come late, in pieces, in the wrong form, or not at all although everything was done. */
export function SpoiledAnswers({ slug, answers, operationId, mayRehearse }: SpoiledAnswersProps) {
  if (answers.length === 0) return null;
  return (
    <section aria-label="Answers that arrive spoiled" className="space-y-3">
      <h2 className="text-lg font-semibold">Answers that arrive spoiled</h2>
      <p className="max-w-prose text-muted">
        The request is carried out in this workspace&apos;s world of the simulator, and its good answer is then spoiled on the way. What a change did, stays done.
      </p>
      {answers.map(({ reference, name, seen, todo }) => (
        <article key={reference} id={reference} aria-labelledby={`${reference}-name`} className="scroll-mt-20 rounded-lg border border-line bg-surface p-4 target:border-accent">
          <h3 id={`${reference}-name`} className="font-semibold">
            <a href={`#${reference}`} className="hover:underline">
              {name}
            </a>
          </h3>
          <KeyValue
            className="mt-2"
            rows={[
              { key: "What you see", value: seen },
              { key: "What to do", value: todo },
            ]}
          />
          {mayRehearse ? (
            <>
              <SeeItHappen slug={slug} name={name} input={{ reference, operationId: reference === "spoiled-lost-answer" ? "createOrder" : operationId }} />
              <MakeItARule slug={slug} reference={reference} />
            </>
          ) : null}
        </article>
      ))}
    </section>
  );
}
