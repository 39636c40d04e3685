import { code128 } from "@/lib/simulator/code-128";

/** One guest's ticket on paper. */
export interface VoucherPage {
  title: string;
  lines: readonly string[];
  /** Drawn as a barcode and written under it. */
  code: string;
}

/** A4, in points. */
const WIDTH = 595;
const HEIGHT = 842;
const MARGIN = 56;
const MODULE = 1.6;
const BAR_HEIGHT = 70;

/** A PDF with one page for each ticket (PDF 1.4, uncompressed, the built-in Helvetica). */
export function voucherPdf(pages: readonly VoucherPage[]): Buffer {
  const pageIds = pages.map((_, at) => 4 + at * 2);
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${pageIds.map((id) => `${id} 0 R`).join(" ")}] /Count ${pages.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ...pages.flatMap((page, at) => {
      const content = drawing(page);
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + at * 2} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  return assemble(objects);
}

function drawing({ title, lines, code }: VoucherPage): string {
  const texts = [text(title, 20, HEIGHT - 90), ...lines.map((line, at) => text(line, 12, HEIGHT - 130 - at * 20))];
  const barsAt = HEIGHT - 160 - lines.length * 20 - BAR_HEIGHT;
  let x = MARGIN;
  const bars = code128(code).flatMap((modules, at) => {
    const width = modules * MODULE;
    const bar = at % 2 === 0 ? [`${x.toFixed(1)} ${barsAt} ${width.toFixed(1)} ${BAR_HEIGHT} re f`] : [];
    x += width;
    return bar;
  });
  return [...texts, ...bars, text(code, 12, barsAt - 18), text("Made by the simulator. It admits nobody.", 9, 60)].join("\n");
}

function text(words: string, size: number, y: number): string {
  // WinAnsi has no more than Latin letters; what it lacks is shown as a question mark.
  const latin = words.normalize("NFC").replace(/[^\x20-\x7e\xa0-\xff]/g, "?");
  return `BT /F1 ${size} Tf ${MARGIN} ${y} Td (${latin.replace(/[\\()]/g, "\\$&")}) Tj ET`;
}

/** Numbers the objects and writes the table of their places, without which no reader opens the file. */
function assemble(objects: readonly string[]): Buffer {
  let body = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n";
  const offsets = objects.map((object, at) => {
    const offset = body.length;
    body += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  // One character is one byte, so that the places hold.
  return Buffer.from(body + table + trailer, "latin1");
}
