/** An entry as a line of an export. Pure. */
import type { AuditEntry } from "../model";
import type { ExportFormat } from "../schema";

const COLUMNS = ["sequence", "at", "actorId", "actorName", "action", "subject", "requestId", "id", "hash"] as const;

/** What stands before the first entry. */
export function headLine(format: ExportFormat): string {
  return format === "csv" ? `${COLUMNS.join(",")}\r\n` : "";
}

/** NDJSON: one object a line, with all that its hash covers. CSV: RFC 4180, the subject as JSON in one field. */
export function exportLine(format: ExportFormat, chain: string, entry: AuditEntry): string {
  const at = entry.at.toISOString();
  if (format === "ndjson") return `${JSON.stringify({ chain, ...entry, at })}\n`;
  const values = { ...entry, at, subject: JSON.stringify(entry.subject) };
  return `${COLUMNS.map((name) => csvField(values[name])).join(",")}\r\n`;
}

/**
 * Quoted where it must be. What a spreadsheet would take for a formula gets an apostrophe in front: names and labels are typed by people.
 */
function csvField(value: string | number | null): string {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
