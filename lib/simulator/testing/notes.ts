import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { Operation } from "@/lib/catalog/model";
import { seenElsewhere, SIMULATED_EVERYWHERE, unseenVersion } from "@/lib/catalog/simulated-everywhere";

/** What differs by call, in a sentence of the catalogue and in a note of the source. */
const VARIES = "…";
const EVERYWHERE = [...Object.values(SIMULATED_EVERYWHERE), unseenVersion(VARIES), seenElsewhere([VARIES], VARIES)];

/** Whether these sentences, or those about every operation, say what a part of a `Simulator-Note` says; they may say more. */
export function isSaid(part: string, sentences: readonly string[]): boolean {
  return [...sentences, ...EVERYWHERE].some(
    (sentence) =>
      new RegExp(pattern(part), "i").test(sentence) ||
      sentence.split("; ").some((clause) => clause.includes(VARIES) && new RegExp(`^${pattern(clause)}$`, "i").test(part)),
  );
}

/** What a note says that the page of its operation does not; empty when the page says it all. */
export function unsaid(note: string, operation: Pick<Operation, "simulated"> | undefined): string[] {
  return note.split("; ").filter((part) => !isSaid(part, operation?.simulated ?? []));
}

function pattern(text: string): string {
  const pieces = text.replace(/\.$/, "").split(VARIES);
  return pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join(".+");
}

/** Says that an address is no operation, so no operation's page has it. */
const NO_OPERATION = "world-control.ts";

/** Every note of an operation that stands in the simulator's source, in parts, with … for what is put in when it is said. */
export function notesInSource(): string[] {
  const room = fileURLToPath(new URL("..", import.meta.url));
  const files = readdirSync(room, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("testing/") && file !== NO_OPERATION,
  );
  const notes = files.flatMap((file) =>
    notesOf(ts.createSourceFile(file, readFileSync(`${room}/${file}`, "utf8"), ts.ScriptTarget.Latest, true)),
  );
  return [...new Set(notes.flatMap((note) => note.split("; ")))];
}

function notesOf(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isPlaceOfNotes(node)) found.push(...textsIn(node));
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `note: …`, `const NOTE = …`, `const notes = […]`, `notes.push(…)`. */
function isPlaceOfNotes(node: ts.Node): boolean {
  if (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) return /^notes?$/i.test(node.name.getText());
  return ts.isCallExpression(node) && node.expression.getText() === "notes.push";
}

function textsIn(node: ts.Node): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    return [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(VARIES)];
  }
  const texts: string[] = [];
  ts.forEachChild(node, (child) => void texts.push(...textsIn(child)));
  return texts;
}
