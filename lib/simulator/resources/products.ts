import type { Resource } from "@/lib/simulator/call";
import { catalogue, findProduct, type CatalogueProduct } from "@/lib/simulator/catalogue";
import { envelope, writtenList } from "@/lib/simulator/envelope";
import { DEFAULT_LANGUAGE, languageFor, productDocument } from "@/lib/simulator/product-document";
import { isOfDistributor } from "@/lib/simulator/sale";
import { selectProducts } from "@/lib/simulator/product-filters";
import { keptPage } from "@/lib/simulator/kept-pages";
import { Refusal } from "@/lib/simulator/refusal";
import { DATA_CHANGED } from "@/lib/simulator/seeds";

/** GET /products. */
export const listProducts: Resource = (call) => {
  const all = catalogue();
  return keptPage(all, `${call.version} ${call.now.getUTCFullYear()} ${call.query.signature}`, () => {
    const products = selectProducts(all, call.query, call.now);
    const asked = call.query.text("product_content_language");
    const year = call.now.getUTCFullYear();
    const items = products.map((product) => () => written(product, languageFor(product, asked), call.now, year));
    return {
      status: 200,
      body: { kind: "json-bytes", bytes: writtenList(call, "product", items) },
      lastModified: lastChange(products),
      language: listLanguage(products, asked),
    };
  });
};

const VERSION_NOTE =
  "there is one version of each product, also of one that the world has changed: older documents are not kept, and product_version other than 1 is answered 404";

/** GET /products/{product_id}. */
export const getProduct: Resource = (call) => {
  const product = productOf(call.path.product_id ?? "");
  if (!isOfDistributor(call.query)) throw new Refusal(404, `This distributor does not sell product ${product.seed.id}.`);
  const version = call.query.number("product_version");
  if (version !== undefined && version !== 1)
    throw new Refusal(404, `Product ${product.seed.id} has no version ${version}.`, { note: VERSION_NOTE });
  const language = languageFor(product, call.query.text("product_content_language"));
  return envelope(
    call,
    "product",
    { product: productDocument(product, language, call.now) },
    { lastModified: product.modified, language, ...(version === undefined ? {} : { note: VERSION_NOTE }) },
  );
};

/** @throws Refusal 404 when there is no such product */
export function productOf(id: string): CatalogueProduct {
  const product = findProduct(id);
  if (product === undefined) throw new Refusal(404, "There is no product with this id.", { errors: ["/path/product_id names no product"] });
  return product;
}

/** A world that changed a product has a younger list than the data files. */
function lastChange(products: readonly CatalogueProduct[]): Date {
  return products.reduce((latest, { modified }) => (modified > latest ? modified : latest), DATA_CHANGED);
}

/** The language asked for when any of the products has it. */
function listLanguage(products: readonly CatalogueProduct[], asked: string | undefined): string {
  return products.some((product) => languageFor(product, asked) === asked) && asked !== undefined ? asked : DEFAULT_LANGUAGE;
}

/** Product documents change with the year only, and lists of them are asked for often. Kept with the product: a world that changed it has another. */
const writtenBefore = new WeakMap<CatalogueProduct, Map<string, string>>();

function written(product: CatalogueProduct, language: string, now: Date, year: number): string {
  const kept = writtenBefore.get(product) ?? new Map<string, string>();
  writtenBefore.set(product, kept);
  const key = `${language}/${year}`;
  let text = kept.get(key);
  if (text === undefined) {
    text = JSON.stringify(productDocument(product, language, now));
    kept.set(key, text);
  }
  return text;
}
