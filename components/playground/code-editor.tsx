"use client";

import { autocompletion } from "@codemirror/autocomplete";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { syntaxHighlighting } from "@codemirror/language";
import { forceLinting, linter, type Diagnostic } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { basicSetup } from "codemirror";
import { useEffect, useEffectEvent, useRef } from "react";
import type { InputIssue } from "@/lib/shared/errors";
import { completeFromSchema } from "./complete-from-schema";
import { editorColours, editorTheme } from "./editor-theme";
import { pointerRange } from "./pointer-range";

interface CodeEditorProps {
  label: string;
  schemaName: string;
  value: string;
  /** What does not fit the description; JSON pointers that begin with /body. */
  issues: readonly InputIssue[];
  onChange: (value: string) => void;
}

const parseProblems = jsonParseLinter();

/** A JSON editor that completes from the description and marks what does not fit it. Tab leaves it, as it leaves any field. */
export function CodeEditor({ label, schemaName, value, issues, onChange }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const changed = useEffectEvent((text: string) => onChange(text));
  const currentValue = useEffectEvent(() => value);
  const problems = useEffectEvent((editor: EditorView): Diagnostic[] => {
    // An empty body is not a mistake: it sends none.
    if (editor.state.doc.length === 0) return [];
    const unreadable = parseProblems(editor);
    if (unreadable.length > 0) return [...unreadable];
    return issues.flatMap(({ path, message }) => {
      const range = pointerRange(editor.state, path.slice("/body".length));
      return range === undefined ? [] : [{ ...range, severity: "warning" as const, message }];
    });
  });

  useEffect(() => {
    if (host.current === null) return undefined;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: currentValue(),
        extensions: [
          basicSetup,
          json(),
          syntaxHighlighting(editorColours),
          editorTheme,
          autocompletion({ override: [completeFromSchema(schemaName)] }),
          linter((shown) => problems(shown), { delay: 300 }),
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString());
          }),
          // ⌘↵ sends the request, so it makes no new line here.
          Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => true }])),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, schemaName]);

  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    if (view.current !== undefined) forceLinting(view.current);
  }, [issues]);

  return <div ref={host} className="overflow-hidden rounded-lg border border-edge/70" />;
}
