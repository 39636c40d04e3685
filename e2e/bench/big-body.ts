const TITLES = ["Canal cruise", "Museum at night", "Tour of the old harbour", "Zugfahrt über die Alpen", "展望台への入場券"];

/** A product as the API describes one, with what makes a viewer work: nesting, long text, large numbers, other alphabets. */
function product(number: number): unknown {
  return {
    product_id: String(4_000_000 + number),
    product_internal_reference: 9_007_199_254_740_993n.toString(),
    product_title: `${TITLES[number % TITLES.length]} ${number}`,
    product_description: "A morning on the water, with a guide, a coffee and the view that everybody came for. ".repeat(1 + (number % 4)),
    product_distributors: [{ distributor_id: "501", distributor_prices: { net: "12.50", gross: "19.00", fee: null } }],
    product_type_seasons: Array.from({ length: 1 + (number % 3) }, (_, season) => ({
      product_type_season_start_date: `2027-0${1 + season}-01T00:00:00+01:00`,
      product_type_season_end_date: `2027-0${1 + season}-28T23:59:59+01:00`,
      product_types: ["ADULT", "CHILD", "SENIOR"].map((type, at) => ({
        product_type: type,
        product_type_id: number * 10 + at,
        product_type_price: 19.5,
      })),
    })),
    product_availability: true,
  };
}

/** A products reply of at least this many bytes: one line, as a server sends it. */
export function bigBody(wantedBytes: number): Buffer {
  const items: string[] = [];
  for (let size = 0, number = 0; size < wantedBytes; number += 1) {
    const item = JSON.stringify(product(number));
    items.push(item);
    size += Buffer.byteLength(item) + 1;
  }
  return Buffer.from(`{"api_version":"3.8","data":{"kind":"product","total_items":${items.length},"items":[${items.join(",")}]}}`);
}
