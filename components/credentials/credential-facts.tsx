import { CopyButton } from "@/components/ui/copy-button";
import { KeyValue } from "@/components/ui/key-value";
import { RelativeTime } from "@/components/ui/relative-time";
import type { CredentialView } from "@/lib/credentials/model";
import { ENCODING_WORDS, FORM_WORDS } from "./words";

/** What is known of a credential, without its secret. */
export function CredentialFacts({ credential }: { credential: CredentialView }) {
  const {
    label,
    clientId,
    clientIdMasked,
    secretFingerprint,
    basicEncoding,
    tokenRequestForm,
    distributorId,
    createdAt,
    createdBy,
    lastUsedAt,
    environment,
    usableBy,
  } = credential;
  const isUsual = basicEncoding === "plain" && tokenRequestForm === "json";
  return (
    <KeyValue
      className="lg:grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)_minmax(7rem,max-content)_minmax(0,1fr)]"
      rows={[
        {
          key: "Client id",
          value: (
            <span className="inline-flex items-center gap-1">
              <code className="text-xs">{clientIdMasked}</code>
              {clientId === null ? null : <CopyButton text={clientId} label={`Copy client id of ${label}`} />}
            </span>
          ),
        },
        {
          key: "Secret",
          value: (
            <span title="A keyed hash: two credentials with the same fingerprint have the same secret. It does not lead back to it.">
              fingerprint <code className="text-xs">{secretFingerprint}</code>
            </span>
          ),
        },
        {
          key: "Sent",
          value: isUsual
            ? "as documented (plain Basic, JSON)"
            : `${ENCODING_WORDS[basicEncoding].title} Basic; ${FORM_WORDS[tokenRequestForm].title} (${FORM_WORDS[tokenRequestForm].mark})`,
        },
        { key: "Last used", value: lastUsedAt === null ? "never" : <RelativeTime at={lastUsedAt} /> },
        {
          key: "Added",
          value: (
            <>
              <RelativeTime at={createdAt} /> by {createdBy ?? "the console"}
            </>
          ),
        },
        { key: "Usable by", value: usersText(usableBy, environment) },
        { key: "Distributor id", value: distributorId === null ? "none" : <code className="text-xs">{distributorId}</code> },
      ]}
    />
  );
}

function usersText(usableBy: CredentialView["usableBy"], environment: string): string {
  if (usableBy === null) return `everybody who may use ${environment}`;
  const users = [...usableBy.roles.map((role) => `every ${role}`), ...usableBy.members.map(({ name }) => name)];
  return users.length === 0 ? "nobody: those who were named have left" : users.join(", ");
}
