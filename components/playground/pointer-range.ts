import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";

type Node = ReturnType<typeof syntaxTree>["topNode"];

/** Where a JSON pointer (RFC 6901) points in the text; the nearest that exists where the end of it does not. */
export function pointerRange(state: EditorState, pointer: string): { from: number; to: number } | undefined {
  let node = syntaxTree(state).topNode.firstChild;
  if (node === null) return undefined;
  let range = firstLine(state, node);
  for (const step of pointer.split("/").slice(1)) {
    const next = stepInto(state, node, step.replaceAll("~1", "/").replaceAll("~0", "~"));
    if (next === undefined) return range;
    node = next;
    range = firstLine(state, node);
  }
  return range;
}

function stepInto(state: EditorState, node: Node, step: string): Node | undefined {
  if (node.name === "Array") return valuesOf(node)[Number(step)];
  for (const property of node.getChildren("Property")) {
    if (nameOf(state, property) === step) return property.lastChild ?? undefined;
  }
  return undefined;
}

function valuesOf(array: Node): Node[] {
  const values: Node[] = [];
  for (let child = array.firstChild; child !== null; child = child.nextSibling) if (/^[A-Z]/.test(child.name)) values.push(child);
  return values;
}

/** The name of a property without its quotes. */
export function nameOf(state: EditorState, property: Node): string | undefined {
  const name = property.getChild("PropertyName");
  if (name === null) return undefined;
  try {
    const text: unknown = JSON.parse(state.sliceDoc(name.from, name.to));
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}

/** A mark over a whole object would colour the page: its first line is enough. */
function firstLine(state: EditorState, node: Node): { from: number; to: number } {
  return { from: node.from, to: Math.min(node.to, state.doc.lineAt(node.from).to) };
}
