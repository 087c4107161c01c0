/** How tiles of equal size lie on a screen. */
export interface GridLayout {
  readonly columns: number;
  readonly rows: number;
  /** Height below which no tile shrinks: then the grid is higher than its window, and scrolls. */
  readonly leastHeightPx: number;
}

export interface WindowSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

const gapPx = 8;
const leastWidthPx = 200;
const leastHeightPx = 84;
/** On a phone a finger has to find its button. */
const phoneWidthPx = 600;
const leastPhoneHeightPx = 172;
/** Width to height of a tile: some seconds of strip over a line of text. */
const bestAspect = 3;
/** As bad as a tile that is half as wide again as it should be: a third of the screen empty. */
const emptyWeight = 1.2;
/** A layout is kept while it is at least so full. */
const leastFull = 2 / 3;

/**
 * Columns and rows for a number of tiles, so that they fill the window.
 * @param before layout of the same window: kept where it has room, so that who comes moves nobody
 */
export function gridLayout(count: number, size: WindowSize, before?: GridLayout): GridLayout {
  const least = size.widthPx < phoneWidthPx ? leastPhoneHeightPx : leastHeightPx;
  if (before !== undefined && keepsRoom(before, count)) return before;
  const layouts = Array.from({ length: Math.max(1, count) }, (_, index): GridLayout => {
    const columns = index + 1;
    return { columns, rows: Math.max(1, Math.ceil(count / columns)), leastHeightPx: least };
  });
  const fitting = layouts.filter((layout) => {
    const tile = tileSize(layout, size);
    return tile.heightPx >= least && (tile.widthPx >= leastWidthPx || layout.columns === 1);
  });
  const [best] = fitting.sort((a, b) => costOf(a, count, size) - costOf(b, count, size));
  return best ?? scrolling(layouts, size);
}

/** Of the window's size, gaps left out. */
export const tileSize = ({ columns, rows }: GridLayout, { widthPx, heightPx }: WindowSize): WindowSize => ({
  widthPx: (widthPx - gapPx * (columns - 1)) / columns,
  heightPx: (heightPx - gapPx * (rows - 1)) / rows,
});

const keepsRoom = ({ columns, rows }: GridLayout, count: number): boolean =>
  count <= columns * rows && count >= leastFull * columns * rows;

function costOf(layout: GridLayout, count: number, size: WindowSize): number {
  const { widthPx, heightPx } = tileSize(layout, size);
  const empty = 1 - count / (layout.columns * layout.rows);
  return Math.abs(Math.log(widthPx / heightPx / bestAspect)) + emptyWeight * empty;
}

/** Too many for the window: as many columns as it has room for. */
function scrolling(layouts: readonly GridLayout[], size: WindowSize): GridLayout {
  const fitting = layouts.filter((layout) => tileSize(layout, size).widthPx >= leastWidthPx);
  return fitting.at(-1) ?? { columns: 1, rows: layouts.length, leastHeightPx };
}

/** Part of the grid in shares of its width and height. */
export interface GridArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const enlargedPx: WindowSize = { widthPx: 760, heightPx: 360 };

/** Where the tile at a place of the grid is shown large: over itself, in whole cells, within the grid. */
export function enlargedArea(index: number, layout: GridLayout, size: WindowSize): GridArea {
  const { columns, rows } = layout;
  const tile = tileSize(layout, size);
  const heightPx = Math.max(tile.heightPx, layout.leastHeightPx);
  const width = Math.min(columns, Math.max(2, Math.ceil(enlargedPx.widthPx / tile.widthPx)));
  const height = Math.min(rows, Math.max(2, Math.ceil(enlargedPx.heightPx / heightPx)));
  const left = Math.min(index % columns, columns - width);
  const top = Math.min(Math.floor(index / columns), rows - height);
  return { left: left / columns, top: top / rows, width: width / columns, height: height / rows };
}
