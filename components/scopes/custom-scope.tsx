"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { normaliseScopes, scopeProblem } from "@/lib/scopes/model";

interface CustomScopeProps {
  value: readonly string[];
  onAdd: (scopes: string[]) => void;
}

export function CustomScope({ value, onAdd }: CustomScopeProps) {
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const words = normaliseScopes(text);
  const problem = words.map(scopeProblem).find((entry) => entry !== undefined);
  const add = () => {
    setTried(true);
    if (words.length === 0 || problem !== undefined) return;
    onAdd(words);
    setText("");
    setTried(false);
  };
  const known = words.length > 0 && words.every((word) => value.includes(word));

  return (
    <div className="flex items-start gap-2">
      <Field
        className="flex-1"
        label="Your own scope"
        hint={known ? "This is chosen already." : "One or several, with spaces between them. Sent as typed, without a prefix."}
        error={tried ? problem : undefined}
      >
        <Input
          mono
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.metaKey || event.ctrlKey) return;
            // The picker may stand in a form; Enter adds the scope and does not send the form.
            event.preventDefault();
            add();
          }}
        />
      </Field>
      <Button className="mt-6" onClick={add} disabled={words.length === 0}>
        Add
      </Button>
    </div>
  );
}
