import type { ReferenceEntry } from "@/lib/diagnosis/reference";

/** An entry as it is called in lists: "429 Too many requests", "Any other 4xx", "Name not found". */
export function entryName({ subject, name }: ReferenceEntry): string {
  if (subject.kind === "status") return `${subject.status} ${name}`;
  if (subject.kind === "failure") return name;
  if (subject.statuses === "304") return `304 ${name}`;
  return subject.statuses === "other" ? name : `${/^[45]xx$/.test(subject.statuses) ? "Any other " : ""}${subject.statuses} ${name}`;
}

/** Whether an entry answers a search: every word occurs somewhere in it. */
export function answersSearch(entry: ReferenceEntry, search: string): boolean {
  const { title, meaning, advice, party, elsewhere } = entry;
  const haystack = [entry.anchor, entryName(entry), title, meaning, party, ...advice, ...elsewhere.map((one) => one.meaning)].join(" ").toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => haystack.includes(word));
}
