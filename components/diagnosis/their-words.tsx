import { CopyButton } from "@/components/ui/copy-button";
import type { BodyKind, TheirWords as Words } from "@/lib/diagnosis/model";

const KINDS: Record<BodyKind, string> = {
  prioticket: "Prioticket error",
  oauth: "OAuth error",
  problem: "Problem details",
  json: "JSON without an error model",
  html: "Web page, shown as text",
  text: "Plain text",
  "broken-json": "JSON that ends too early",
  empty: "No body",
};

interface TheirWordsProps {
  words: Words;
  requestReference?: string;
}

/** What the server itself said, unchanged and always as text. */
export function TheirWords({ words, requestReference }: TheirWordsProps) {
  const rows: [name: string, value: string | undefined][] = [
    ["error", words.error],
    ["error_reference", words.error_reference],
    ["error_message", words.error_message],
    ["error_description", words.error_description],
    ["error_uri", words.error_uri],
    ["scope", words.scope],
  ];
  const present = rows.filter((row): row is [string, string] => row[1] !== undefined);
  return (
    <section aria-label="The server's own words" className="min-w-0 rounded-lg border border-line bg-sunken p-3 text-xs">
      <h4 className="mb-2 flex flex-wrap items-baseline gap-x-2 text-sm font-medium">
        The server&apos;s own words <span className="text-xs font-normal text-muted">{KINDS[words.bodyKind]}</span>
      </h4>
      <dl className="grid gap-y-2">
        {present.map(([name, value]) => (
          <div key={name}>
            <dt className="text-muted">{name}</dt>
            <dd className="flex items-start gap-1 font-mono break-words">
              <span className="min-w-0 flex-1">{value}</span>
              {name === "error_reference" ? <CopyButton text={value} label="Copy error reference" className="-my-1" /> : null}
            </dd>
          </div>
        ))}
        {words.errors.length === 0 ? null : (
          <div>
            <dt className="text-muted">errors</dt>
            <dd>
              <ul className="list-disc pl-4 font-mono break-words">
                {words.errors.map((one, index) => (
                  <li key={index}>{one}</li>
                ))}
              </ul>
            </dd>
          </div>
        )}
        {words.excerpt === undefined ? null : (
          <div>
            <dt className="text-muted">beginning of the body</dt>
            <dd className="font-mono break-words whitespace-pre-wrap">{words.excerpt}</dd>
          </div>
        )}
        {requestReference === undefined ? null : (
          <div>
            <dt className="text-muted">request reference (App-Reference, as sent)</dt>
            <dd className="flex items-start gap-1 font-mono break-all">
              <span className="min-w-0 flex-1">{requestReference}</span>
              <CopyButton text={requestReference} label="Copy request reference" className="-my-1" />
            </dd>
          </div>
        )}
      </dl>
      {words.bodyKind === "empty" ? <p className="text-muted">There was no body to read.</p> : null}
    </section>
  );
}
