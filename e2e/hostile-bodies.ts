export const CONTENT_TYPES = [
  "application/json",
  "text/html",
  "image/svg+xml",
  "text/javascript",
  "application/xml",
  "application/pdf",
  "multipart/mixed; boundary=x",
  "text/plain; charset=utf-7",
] as const;

export interface HostileBody {
  name: string;
  bytes: Buffer;
}

/**
 * Thirty bodies that do something where they are shown as what they say they are. Whatever runs
 * calls `ran()`; whatever is loaded asks for an address with "hit" in it, here or at `elsewhere`.
 */
export function hostileBodies(elsewhere: string): HostileBody[] {
  const hit = `${elsewhere}/hit`;
  const code = `ran("script");fetch("/hit-fetch");new Image().src="${hit}"`;
  const attribute = code.replaceAll('"', "&quot;");
  const html = `<!doctype html><html><body><script>${code}</script></body></html>`;
  const text: Record<string, string> = {
    "a page with a script": html,
    "an image that fails": `<img src="/hit-image" onerror="${attribute}">`,
    "an SVG that loads": `<svg xmlns="http://www.w3.org/2000/svg" onload="${attribute}"><script>${code}</script></svg>`,
    "HTML inside SVG": `<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>${code}</script></body></foreignObject></svg>`,
    "XML with a style sheet": `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/hit.xsl"?><!DOCTYPE a [<!ENTITY e SYSTEM "${hit}">]><a>&e;</a>`,
    XHTML: `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>${code}</script></html>`,
    "a script": `${code};`,
    "a module": `import "/hit.js"; export default (() => { ${code} })();`,
    "a service worker": `self.addEventListener("fetch", (event) => event.respondWith(fetch("${hit}"))); ${code}`,
    "JSON with HTML in its values": JSON.stringify({
      data: { product_title: `<script>${code}</script>`, html: `<img src=x onerror="${attribute}">` },
    }),
    "JSON that closes a script": JSON.stringify({ title: `</script><script>${code}</script><!--`, comment: "]]>--><script>" }),
    "JSON with addresses": JSON.stringify({
      url: `javascript:${code}`,
      image: hit,
      link: "/hit-link",
      data: `data:text/html,<script>${code}</script>`,
    }),
    "JSON with hostile names": `{"<img src=/hit-name onerror='ran()'>":1,"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":null}`,
    "JSON with templates": JSON.stringify({ a: "{{constructor.constructor('ran()')()}}", b: "${ran()}", c: "<%= ran() %>", d: "#{ran()}" }),
    "an error in HTML": JSON.stringify({
      error: "invalid_request",
      error_description: `<b onmouseover="${attribute}">x</b><script>${code}</script>`,
      errors: [`<img src=x onerror="${attribute}">`],
    }),
    "a PDF with an action": `%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.launchURL\\("${hit}"\\))>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF`,
    "a page in a part": `--x\r\nContent-Type: text/html\r\n\r\n${html}\r\n--x--\r\n`,
    "UTF-7": `+ADw-script+AD4-${code}+ADw-/script+AD4-`,
    "ISO-2022-JP": `\u001b$B<script>\u001b(B${code}</script>`,
    "a byte order mark": `\ufeff${html}`,
    "a refresh": `<base href="${elsewhere}/"><meta http-equiv="refresh" content="0;url=${hit}"><form action="${hit}"><button autofocus onfocus="${attribute}">x</button></form>`,
    "a frame": `<iframe srcdoc="<script>${attribute}</script>"></iframe><iframe src="javascript:${attribute}"></iframe>`,
    objects: `<object data="data:text/html,<script>${attribute}</script>"></object><embed src="${hit}"><video poster="${hit}"><source src="${hit}" onerror="${attribute}"></video>`,
    "what is fetched early": `<link rel="preload" as="script" href="/hit.js"><link rel="preconnect" href="${elsewhere}"><link rel="stylesheet" href="${hit}.css"><script type="speculationrules">{"prefetch":[{"urls":["/hit"]}]}</script>`,
    styles: `<style>@import url("${hit}.css");*{background:url("/hit-style")}</style><p style="background:url(${hit})">x</p>`,
    "a mutation": `<svg></p><style><a id="</style><img src=/hit onerror='${attribute}'>"><math><mtext><table><mglyph><style><img src=x onerror='${attribute}'>`,
    "many languages at once": `jaVasCript:/*-/*\`/*\\\`/*'/*"/**/(/* */oNcliCk=ran() )//%0D%0A//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=ran()//>\\x3e`,
    "control characters": `{"a":"\u202e\u2066<script>${code.replaceAll('"', "'")}</script>\u2028\u2029\u0085"}\u0000\u001b[2J\u001b]8;;${hit}\u0007`,
  };
  return [
    ...Object.entries(text).map(([name, body]) => ({ name, bytes: Buffer.from(body) })),
    { name: "UTF-16", bytes: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(html, "utf16le")]) },
    { name: "broken UTF-8", bytes: Buffer.concat([Buffer.from([0xc0, 0xbc, 0xff, 0xfe, 0xed, 0xa0, 0x80]), Buffer.from(html)]) },
  ];
}
