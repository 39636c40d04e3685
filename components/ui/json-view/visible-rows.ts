export const ROW_PX = 20;
/** Browsers draw no element taller than about 16 million pixels; beyond this the scroll bar is scaled. */
const TALLEST_PX = 8_000_000;
const EXTRA_ROWS = 12;

export interface VisibleRows {
  /** Height of the scrolled content. */
  heightPx: number;
  from: number;
  to: number;
  /** Where row `from` is drawn. */
  topPx: number;
}

/** Which of `count` rows of equal height are in sight, also where all of them are taller than an element can be. */
export function visibleRows(count: number, scrollTopPx: number, viewportPx: number): VisibleRows {
  const fullPx = count * ROW_PX;
  const heightPx = Math.min(fullPx, TALLEST_PX);
  const furthestPx = Math.max(heightPx - viewportPx, 1);
  const progress = Math.min(Math.max(scrollTopPx / furthestPx, 0), 1);
  // Pixels into the unscaled list at the top edge of the viewport.
  const offsetPx =
    heightPx === fullPx ? Math.min(Math.max(scrollTopPx, 0), Math.max(fullPx - viewportPx, 0)) : progress * (fullPx - viewportPx);
  const first = Math.floor(offsetPx / ROW_PX);
  const from = Math.max(first - EXTRA_ROWS, 0);
  const to = Math.min(first + Math.ceil(viewportPx / ROW_PX) + 1 + EXTRA_ROWS, count);
  return { heightPx, from, to, topPx: scrollTopPx - offsetPx + from * ROW_PX };
}

/** The scroll position that brings a row to a third of the viewport. */
export function scrollTopFor(row: number, count: number, viewportPx: number): number {
  const fullPx = count * ROW_PX;
  const heightPx = Math.min(fullPx, TALLEST_PX);
  const wishedPx = Math.min(Math.max(row * ROW_PX - viewportPx / 3, 0), Math.max(fullPx - viewportPx, 0));
  return heightPx === fullPx ? wishedPx : (wishedPx / Math.max(fullPx - viewportPx, 1)) * Math.max(heightPx - viewportPx, 1);
}
