import { worldOf, type Call, type Resource } from "@/lib/simulator/call";
import { catalogue, type CatalogueProduct } from "@/lib/simulator/catalogue";
import { wholeList } from "@/lib/simulator/envelope";
import { wholeNumber } from "@/lib/simulator/chance";
import { invalidRequest, notFound } from "@/lib/simulator/refusal";
import type { Reply } from "@/lib/simulator/reply";
import { inWorld } from "@/lib/simulator/store";
import { announce } from "@/lib/simulator/webhooks/announce";
import { localText } from "@/lib/simulator/zoned-time";

/** Workshops give something to take home; that is the merchandise. */
const WORKSHOPS = "107";

interface StockItem {
  id: string;
  product: CatalogueProduct;
  available: number;
  modified: Date;
}

async function stockOf(call: Call): Promise<StockItem[]> {
  const rows = await inWorld(worldOf(call), (world) => world.list("stock"));
  const set = new Map(rows.map((row) => [row.reference, row]));
  return catalogue()
    .filter(({ seed }) => seed.categories.includes(WORKSHOPS))
    .map((product) => {
      const id = `ST${product.seed.id}`;
      const row = set.get(id);
      const available = row === undefined ? wholeNumber(0, 80, "stock", id) : Number(row.document.available);
      return { id, product, available, modified: row?.modifiedAt ?? product.modified };
    });
}

function stockDocument({ id, product, available, modified }: StockItem): Record<string, unknown> {
  return {
    stock_id: id,
    stock_active: true,
    stock_label: "Take-home kit",
    stock_product_id: product.seed.id,
    stock_spots: { stock_items_total: available, stock_items_reserved: 0, stock_items_booked: 0, stock_items_available: available },
    stock_created: localText(product.place.zone, product.created),
    stock_modified: localText(product.place.zone, modified),
  };
}

/** GET /products/stock. */
export const listStock: Resource = async (call) => {
  const ids = call.query.texts("stock_id");
  const products = call.query.texts("stock_product_id");
  const since = call.query.text("stock_modified");
  const items = (await stockOf(call))
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .filter(({ product }) => products.length === 0 || products.includes(product.seed.id))
    .filter(({ modified }) => since === undefined || Date.parse(since) <= modified.getTime());
  const lastModified = new Date(Math.max(0, ...items.map(({ modified }) => modified.getTime())));
  return wholeList(call, "stock", items.map(stockDocument), { lastModified });
};

/** PUT /products/stock/{stock_id}. */
export const updateStock: Resource = async (call): Promise<Reply> => {
  const id = call.path.stock_id ?? "";
  const quantity = call.query.text("stock_items_available") ?? "";
  if (!/^\d{1,6}$/.test(quantity)) throw invalidRequest(["/query/stock_items_available must be a whole number, such as 50"]);
  const known = (await stockOf(call)).find((item) => item.id === id);
  if (known === undefined) throw notFound("/path/stock_id names no stock");
  await inWorld(worldOf(call), async (rows) => {
    await rows.lock(`stock/${id}`);
    await rows.remove("stock", id);
    await rows.insert("stock", {
      reference: id,
      externalReference: null,
      document: { available: Number(quantity) },
      createdAt: call.now,
      modifiedAt: call.now,
    });
    const stock = stockDocument({ ...known, available: Number(quantity), modified: call.now });
    await announce(rows, call, { event: "PRODUCT_UPDATE", itemId: known.product.seed.id, item: () => ({ stock }) });
  });
  const changed = (await stockOf(call)).filter((item) => item.id === id);
  return wholeList(call, "stock", changed.map(stockDocument));
};
