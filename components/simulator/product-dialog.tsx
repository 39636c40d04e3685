"use client";

import { useId, useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { TestProduct } from "@/lib/worlds/schema";
import { diffLines } from "./diff-lines";

/** What is done to a test product, wherever it is kept. */
export interface ProductEditing {
  /** For whom it is changed: "this world". */
  whom: string;
  save: (id: string, document: unknown, whenDone: () => void) => void;
  restore: (id: string, whenDone: () => void) => void;
  isPending: boolean;
  error: Error | null;
}

interface ProductDialogProps {
  editing: ProductEditing;
  product: TestProduct;
  may: boolean;
  onClose: () => void;
}

const SIGNS = { same: " ", removed: "−", added: "+" } as const;

/** A test product's document: edited as JSON, compared with its seed, put back. */
export function ProductDialog({ editing, product, may, onClose }: ProductDialogProps) {
  const form = useId();
  const [text, setText] = useState(JSON.stringify(product.document, null, 2));
  const [problem, setProblem] = useState<string>();
  const differences = diffLines(JSON.stringify(product.seed, null, 2), text);
  const save = (): void => {
    try {
      const body: unknown = JSON.parse(text);
      setProblem(undefined);
      editing.save(product.id, body, () => done(`Product ${product.id} is changed for ${editing.whom}.`));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : "This is not JSON.");
    }
  };
  const done = (sentence: string): void => {
    toast(sentence, "good");
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={`Test product ${product.id}`}
      description={product.case}
      footer={
        may ? (
          <>
            <Button
              variant="ghost"
              disabled={!product.changed || editing.isPending}
              onClick={() => editing.restore(product.id, () => done(`Product ${product.id} is as it was seeded.`))}
            >
              Put the seed back
            </Button>
            <Button onClick={onClose}>Cancel</Button>
            <Button form={form} type="submit" variant="primary" busy={editing.isPending}>
              Save for {editing.whom}
            </Button>
          </>
        ) : undefined
      }
    >
      <form
        id={form}
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {editing.error === null ? null : <ProblemNotice error={editing.error} />}
        <Field label="Document" error={problem} hint="Checked when it is saved: every field, the place, the parts of a package.">
          <Textarea mono rows={16} spellCheck={false} readOnly={!may} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <section aria-label="Difference to the seed">
          <h3 className="mb-1 text-sm font-medium">Difference to the seed</h3>
          {differences.every(({ kind }) => kind === "same") ? (
            <p className="text-sm text-muted">None: the product is as it was seeded.</p>
          ) : (
            <pre tabIndex={0} aria-label="Changed lines" className="max-h-48 overflow-auto rounded-lg border border-line bg-sunken p-3 text-xs leading-5">
              {differences
                .filter(({ kind }) => kind !== "same")
                .map(({ kind, line }, at) => (
                  <span key={at} className={`block ${kind === "added" ? "text-good" : "text-bad"}`}>
                    {SIGNS[kind]} {line}
                  </span>
                ))}
            </pre>
          )}
        </section>
      </form>
    </Dialog>
  );
}
