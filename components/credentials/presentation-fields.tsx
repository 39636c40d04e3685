"use client";

import { Notice } from "@/components/ui/notice";
import { encodingsDiffer } from "@/lib/credentials/basic";
import type { BasicEncoding, TokenRequestForm } from "@/lib/credentials/model";
import { ChoiceGroup } from "./choice-group";
import { ENCODING_WORDS, FORM_WORDS } from "./words";

export interface Presentation {
  basicEncoding: BasicEncoding;
  tokenRequestForm: TokenRequestForm;
}

interface PresentationFieldsProps {
  value: Presentation;
  onChange: (value: Presentation) => void;
  /** As typed so far, for saying whether the encoding matters at all; undefined where the secret is not at hand. */
  pair: { clientId: string; clientSecret: string } | undefined;
}

/** How client id and secret are written into the token request; right as it is for most people. */
export function PresentationFields({ value, onChange, pair }: PresentationFieldsProps) {
  const differ = pair !== undefined && value.tokenRequestForm !== "body" && encodingsDiffer(pair.clientId, pair.clientSecret);
  const isUsual = value.basicEncoding === "plain" && value.tokenRequestForm === "json";
  return (
    <details className="rounded-lg border border-line" open={isUsual ? undefined : true}>
      <summary className="px-3 py-2 text-sm font-medium">
        How they are sent
        <span className="ml-2 font-normal text-muted">
          {isUsual ? "as documented" : `${ENCODING_WORDS[value.basicEncoding].title}; ${FORM_WORDS[value.tokenRequestForm].title}`}
        </span>
      </summary>
      <div className="space-y-4 border-t border-line px-3 py-3">
        <ChoiceGroup
          legend="Encoding of the Basic value"
          name="basic-encoding"
          choices={ENCODING_WORDS}
          value={value.basicEncoding}
          onChange={(basicEncoding) => onChange({ ...value, basicEncoding })}
        >
          {differ ? (
            <Notice className="mt-2.5">
              This client id or secret has characters that the two encodings write differently. If the check answers 401, try the other one.
            </Notice>
          ) : null}
        </ChoiceGroup>
        <ChoiceGroup
          legend="Form of the token request"
          name="token-request-form"
          choices={FORM_WORDS}
          value={value.tokenRequestForm}
          onChange={(tokenRequestForm) => onChange({ ...value, tokenRequestForm })}
        />
      </div>
    </details>
  );
}
