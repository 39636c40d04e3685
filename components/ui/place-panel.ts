interface Box {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

interface Size {
  width: number;
  height: number;
}

const GAP_PX = 4;
const MARGIN_PX = 8;

/**
 * Where a panel goes that belongs to an anchor: below it, above where there is more room there,
 * and never outside the window. All numbers are CSS pixels of the window.
 */
export function placePanel(
  anchor: Box,
  panel: Size,
  window: Size,
  align: "start" | "end",
): { top: number; left: number; maxHeight: number } {
  const below = window.height - anchor.bottom - GAP_PX - MARGIN_PX;
  const above = anchor.top - GAP_PX - MARGIN_PX;
  const isBelow = panel.height <= below || below >= above;
  const maxHeight = Math.max(isBelow ? below : above, 0);
  const height = Math.min(panel.height, maxHeight);
  const wished = align === "start" ? anchor.left : anchor.right - panel.width;
  const furthest = Math.max(window.width - panel.width - MARGIN_PX, MARGIN_PX);
  return {
    top: isBelow ? anchor.bottom + GAP_PX : anchor.top - GAP_PX - height,
    left: Math.min(Math.max(wished, MARGIN_PX), furthest),
    maxHeight,
  };
}
