import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import { schemaOf } from "@/lib/catalog/schemas";
import { nameOf } from "./pointer-range";
import { propertySuggestions, schemasAt, valueSuggestions, type Suggestion } from "./schema-at";

/** Names are looked for this far back, so that a line of a megabyte is not read at each key. */
const LONGEST_NAME = 200;

type Node = ReturnType<typeof syntaxTree>["topNode"];

/** Names of properties and known values, from the schema of that name. */
export function completeFromSchema(schemaName: string): (context: CompletionContext) => CompletionResult | null {
  return ({ state, pos, explicit }) => {
    const schema = schemaOf(schemaName);
    if (schema === undefined) return null;
    const node = syntaxTree(state).resolveInner(pos, -1);
    const word = wordBefore(state, pos);
    if (!explicit && word.text === "") return null;
    const object = isBeforeName(node) ? nearest(node, "Object") : undefined;
    const options =
      object === undefined
        ? valueSuggestions(schemasAt(schema, pathOf(state, node))).map((suggestion) => option(suggestion, false))
        : propertySuggestions(schemasAt(schema, pathOf(state, object)), namesIn(state, object)).map((suggestion) =>
            option(suggestion, true),
          );
    return options.length === 0 ? null : { from: word.from, options, validFor: /^"?[\w.-]*"?$/ };
  };
}

function option({ label, detail, info }: Suggestion, isName: boolean): Completion {
  const text = isName ? JSON.stringify(label) : label;
  return {
    label: text,
    apply: isName ? `${text}: ` : text,
    ...(detail === undefined ? {} : { detail }),
    ...(info === undefined ? {} : { info }),
    type: isName ? "property" : "constant",
  };
}

function isBeforeName(node: Node): boolean {
  if (node.name === "Object" || node.name === "PropertyName" || node.name === "{") return true;
  // A name that is being typed has no colon yet, so the parser does not know what it is.
  return node.type.isError && node.parent?.name === "Object";
}

function nearest(node: Node, name: string): Node | undefined {
  for (let at: Node | null = node; at !== null; at = at.parent) if (at.name === name) return at;
  return undefined;
}

/** The path to a node: names of properties and numbers of entries. */
function pathOf(state: EditorState, node: Node): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Node | null = node; at !== null; at = at.parent) {
    if (at.name === "Property") path.unshift(nameOf(state, at) ?? "");
    if (at.parent?.name === "Array" && /^[A-Z]/.test(at.name)) path.unshift(0);
  }
  return path;
}

function namesIn(state: EditorState, object: Node): string[] {
  return object.getChildren("Property").flatMap((property) => nameOf(state, property) ?? []);
}

function wordBefore(state: EditorState, pos: number): { from: number; text: string } {
  const line = state.doc.lineAt(pos);
  const text = /"?[\w.-]{0,200}$/.exec(line.text.slice(Math.max(0, pos - line.from - LONGEST_NAME), pos - line.from))?.[0] ?? "";
  return { from: pos - text.length, text };
}
