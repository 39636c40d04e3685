import { BodyDocument } from "./body-document";
import type { Answer, Ask } from "./protocol";

/** While a body arrives, the page hears of it at most this often. */
const STATE_EVERY_MS = 60;

const body = new BodyDocument();
let lastStateAt = 0;

function say(answer: Answer): void {
  self.postMessage(answer);
}

function sayState(isRearranged: boolean): void {
  lastStateAt = performance.now();
  say({ kind: "state", state: body.state(), isRearranged });
}

function hear(ask: Ask): void {
  switch (ask.kind) {
    case "push":
      body.push(ask.chunk);
      if (performance.now() - lastStateAt > STATE_EVERY_MS) sayState(false);
      return;
    case "end":
      body.end();
      return sayState(false);
    case "rows":
      return say({ kind: "rows", rows: body.rows(ask.mode, ask.from, ask.to), revision: ask.revision });
    case "toggle":
      body.toggle(ask.line);
      return sayState(true);
    case "fold-all":
      body.foldAll(ask.isFolded);
      return sayState(true);
    case "search":
      return say({ kind: "matches", text: ask.text, ...body.search(ask.text) });
    case "match": {
      const rowsBefore = body.state().treeRows;
      const row = body.rowOfMatch(ask.mode, ask.match);
      if (body.state().treeRows !== rowsBefore) sayState(true);
      return say({ kind: "match", mode: ask.mode, row });
    }
    case "file":
      return say({ kind: "file", id: ask.id, file: new Blob([body.bytes()], { type: ask.type }) });
  }
}

self.addEventListener("message", (event: MessageEvent<Ask>) => hear(event.data));
