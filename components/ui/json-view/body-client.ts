import type { Answer, Ask, BodyMode, BodyState, Row } from "./protocol";

export interface Search {
  text: string;
  count: number;
  isCapped: boolean;
  /** Which match is shown, from 0. */
  current: number;
}

export interface BodySnapshot {
  state: BodyState;
  search: Search | undefined;
  /** Set when the view is to scroll to a row; a new object each time. */
  goTo: { mode: BodyMode; row: number } | undefined;
  /** Why the source ended early, in words. */
  brokeOff: string | undefined;
  /** Grows with every change, so that a page can compare. */
  version: number;
}

const EMPTY: BodySnapshot = {
  state: { bytes: 0, isDone: false, treeRows: 0, rawRows: 0, problem: undefined },
  search: undefined,
  goTo: undefined,
  brokeOff: undefined,
  version: 0,
};
/** Rows are asked for in pages of this many. */
const PAGE_ROWS = 120;
const MOST_CACHED_PAGES = 60;

/** The page's side of a body whose bytes live in a worker. Nothing here is larger than what is in sight. */
export class BodyClient {
  private worker: Worker | undefined;
  private snapshot = EMPTY;
  private readonly listeners = new Set<() => void>();
  private readonly pages = new Map<string, Row[]>();
  /** Rows from before the last change: shown until the true ones are here, so that nothing flickers. */
  private stale = new Map<string, Row[]>();
  private readonly asked = new Set<string>();
  private readonly waiting = new Map<number, (file: Blob) => void>();
  private revision = 0;
  private nextId = 1;
  private wanted: { text: string; mode: BodyMode } | undefined;

  /** Begins a body; what was there before is dropped. */
  start(): void {
    this.stop();
    this.worker = new Worker(new URL("./json-view.worker.ts", import.meta.url), { type: "module", name: "body" });
    this.worker.addEventListener("message", (event: MessageEvent<Answer>) => this.hear(event.data));
    this.change(EMPTY);
  }

  stop(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.forgetRows();
    this.stale.clear();
  }

  /** The chunk is given away: its buffer is empty afterwards. */
  push(chunk: Uint8Array<ArrayBuffer>): void {
    this.worker?.postMessage({ kind: "push", chunk } satisfies Ask, [chunk.buffer]);
  }

  /** No more bytes will come. `brokeOff` says why, where that was too early. */
  end(brokeOff?: string): void {
    this.ask({ kind: "end" });
    if (brokeOff !== undefined) this.change({ brokeOff });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  read = (): BodySnapshot => this.snapshot;

  /** The row if it is here; otherwise it is asked for and comes with a later version. */
  row(mode: BodyMode, row: number): Row | undefined {
    const page = Math.floor(row / PAGE_ROWS);
    const key = `${mode} ${page}`;
    const known = this.pages.get(key)?.[row - page * PAGE_ROWS];
    if (known === undefined && !this.asked.has(key)) {
      this.asked.add(key);
      this.ask({ kind: "rows", mode, from: page * PAGE_ROWS, to: (page + 1) * PAGE_ROWS, revision: this.revision });
    }
    return known ?? this.stale.get(key)?.[row - page * PAGE_ROWS];
  }

  toggle(line: number): void {
    this.ask({ kind: "toggle", line });
  }

  foldAll(isFolded: boolean): void {
    this.ask({ kind: "fold-all", isFolded });
  }

  search(text: string, mode: BodyMode): void {
    this.wanted = { text, mode };
    if (text === "") this.change({ search: undefined });
    this.ask({ kind: "search", text });
  }

  /** Shows the next match, or with -1 the one before; round at both ends. */
  step(by: 1 | -1, mode: BodyMode): void {
    const { search } = this.snapshot;
    if (search === undefined || search.count === 0) return;
    const current = (search.current + by + search.count) % search.count;
    this.change({ search: { ...search, current } });
    this.ask({ kind: "match", mode, match: current });
  }

  /** Shows the current match again, in another mode. */
  showMatch(mode: BodyMode): void {
    const { search } = this.snapshot;
    if (search !== undefined && search.count > 0) this.ask({ kind: "match", mode, match: search.current });
  }

  /** All bytes exactly as they came, as a file that the browser holds: the page itself never touches them. */
  file(type: string): Promise<Blob> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.ask({ kind: "file", id, type });
    });
  }

  private ask(ask: Ask): void {
    this.worker?.postMessage(ask);
  }

  private hear(answer: Answer): void {
    switch (answer.kind) {
      case "state":
        this.forgetRows(!answer.isRearranged && !answer.state.isDone);
        return this.change({ state: answer.state });
      case "rows":
        return this.keepRows(answer.rows, answer.revision);
      case "matches":
        if (answer.text !== this.wanted?.text || answer.text === "") return;
        this.change({ search: { ...answer, current: 0 } });
        if (answer.count > 0) this.ask({ kind: "match", mode: this.wanted.mode, match: 0 });
        return;
      case "match":
        if (answer.row !== undefined) this.change({ goTo: { mode: answer.mode, row: answer.row } });
        return;
      case "file":
        this.waiting.get(answer.id)?.(answer.file);
        this.waiting.delete(answer.id);
    }
  }

  private keepRows(rows: Row[], revision: number): void {
    const [first] = rows;
    if (revision !== this.revision || first === undefined) return;
    const key = `${first.mode} ${Math.floor(first.row / PAGE_ROWS)}`;
    this.pages.set(key, rows);
    this.stale.delete(key);
    if (rows.length < PAGE_ROWS) this.asked.delete(key);
    const oldest = this.pages.keys().next().value;
    if (this.pages.size > MOST_CACHED_PAGES && oldest !== undefined) {
      this.pages.delete(oldest);
      this.asked.delete(oldest);
    }
    this.change({});
  }

  /** While a body grows its full pages stay good enough; after a fold, and once all is there, none does. */
  private forgetRows(keepFull = false): void {
    if (!keepFull) {
      this.revision += 1;
      this.stale = new Map(this.pages);
    }
    for (const [key, rows] of this.pages) {
      if (keepFull && rows.length === PAGE_ROWS) continue;
      this.stale.set(key, rows);
      this.pages.delete(key);
    }
    this.asked.clear();
    for (const key of this.pages.keys()) this.asked.add(key);
  }

  private change(part: Partial<BodySnapshot>): void {
    this.snapshot = { ...this.snapshot, ...part, version: this.snapshot.version + 1 };
    for (const listener of this.listeners) listener();
  }
}
