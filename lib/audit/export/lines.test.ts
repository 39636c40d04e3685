import { expect, it } from "vitest";
import type { AuditEntry } from "../model";
import { exportLine, headLine } from "./lines";

const ENTRY: AuditEntry = {
  id: "e1",
  at: new Date("2026-11-23T10:00:00.123Z"),
  actorId: "u1",
  actorName: '=HYPERLINK("http://evil.example")',
  action: "credential.created",
  subject: { label: "Staging, the \"second\"\nline" },
  requestId: null,
  sequence: 7,
  hash: "ab",
};

it("writes one object a line, whatever is in it", () => {
  const line = exportLine("ndjson", "w1", ENTRY);
  expect(line.endsWith("}\n")).toBe(true);
  expect(line.slice(0, -1)).not.toContain("\n");
  expect(JSON.parse(line)).toMatchObject({ chain: "w1", sequence: 7, at: "2026-11-23T10:00:00.123Z", subject: ENTRY.subject, hash: "ab" });
});

it("writes CSV that a spreadsheet reads as text, not as a formula", () => {
  expect(headLine("csv")).toBe("sequence,at,actorId,actorName,action,subject,requestId,id,hash\r\n");
  expect(exportLine("csv", "w1", ENTRY)).toBe(
    '7,2026-11-23T10:00:00.123Z,u1,"\'=HYPERLINK(""http://evil.example"")",credential.created,"{""label"":""Staging, the \\""second\\""\\nline""}",,e1,ab\r\n',
  );
});
