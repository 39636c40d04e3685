import { CircleHelp, ShieldCheck, ShieldX } from "lucide-react";
import type { SignatureLine as Line, SignatureState } from "@/lib/tokens/inspect";

const LOOKS: Record<SignatureState, { icon: typeof ShieldCheck; mark: string }> = {
  verified: { icon: ShieldCheck, mark: "text-good" },
  wrong: { icon: ShieldX, mark: "text-bad" },
  "cannot be checked here": { icon: CircleHelp, mark: "text-muted" },
};

/** The honest state of a signature, and why it is that. */
export function SignatureLine({ signature }: { signature: Line }) {
  const { icon: Icon, mark } = LOOKS[signature.state];
  return (
    <p className="flex gap-2 text-sm">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${mark}`} />
      <span className="text-pretty">
        <span className="font-medium">
          Signature {signature.algorithm === null ? "" : `(${signature.algorithm}) `}
          {signature.state}.
        </span>{" "}
        <span className="text-muted">{signature.why}</span>
      </span>
    </p>
  );
}
