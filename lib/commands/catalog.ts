/** Writes lib/catalog/generated from lib/catalog/openapi.yaml: `npm run catalog`. */
import { readFileSync, writeFileSync } from "node:fs";
import { catalogueFiles, generateCatalogue } from "@/lib/catalog/generate";

const ROOM = new URL("../catalog/", import.meta.url);

const catalogue = generateCatalogue(readFileSync(new URL("openapi.yaml", ROOM), "utf8"));
for (const [name, text] of Object.entries(catalogueFiles(catalogue))) {
  writeFileSync(new URL(`generated/${name}`, ROOM), text);
}
console.log(`${catalogue.operations.length} operations and ${Object.keys(catalogue.schemas).length} schemas written.`);
