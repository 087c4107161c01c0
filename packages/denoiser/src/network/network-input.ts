import type { GreyImage } from '../images/grey-image.ts';
import { softTissueWindow } from '../images/hu-window.ts';
import { directionCount, mapStep } from '../ct/noise-directions.ts';
import { unshuffledSide } from './residual-network.ts';

/** Input of the network besides the values of a slice. */
export interface NoiseHint {
  /** See `noiseDirections`: standard deviation in HU that each of four directions adds, at an eighth of the size. */
  readonly directions: readonly GreyImage[];
  /** Whether the maps have the level of this image; otherwise they assume a typical low dose. */
  readonly levelKnown: boolean;
}

/** Channels: 2 x 2 pixels in two windows, a map for each direction, and whether their level is known. */
export const inputChannels = 2 * unshuffledSide ** 2 + directionCount + 1;

/** One HU of noise in the network's output. */
export const noiseUnitHu = 30;
const wideUnitHu = 500;
const directionUnitHu = 20;
/** The soft tissue window, which the network sees with more contrast. */
const softUnitHu = 100;

/** A part of an image, in pixels; all even. */
export interface Tile {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Memory layout of the planes of several tiles. */
export interface PlanesLayout {
  /** Distance between neighbouring positions and between neighbouring channels. */
  readonly placeStride: number;
  readonly channelStride: number;
}

/**
 * Writes the network's input for a tile. Beyond the border of the image its outermost pixels repeat.
 * @param target from where on the tile's `inputChannels * width / 2 * height / 2` numbers go
 */
export function writeNetworkInput(
  target: Float32Array,
  layout: PlanesLayout,
  image: GreyImage,
  { hint, tile }: { readonly hint: NoiseHint; readonly tile: Tile },
): void {
  const { channelStride } = layout;
  const pixelChannels = unshuffledSide ** 2;
  for (let part = 0; part < pixelChannels; part++)
    writePixels(target, layout, image, {
      tile,
      part,
      wide: part * channelStride,
      soft: (pixelChannels + part) * channelStride,
    });
  hint.directions.forEach((map, direction) => {
    writeMap(target, layout, map, { tile, start: (2 * pixelChannels + direction) * channelStride });
  });
  const known = hint.levelKnown ? 1 : 0;
  const places = (tile.width * tile.height) / pixelChannels;
  const start = (2 * pixelChannels + directionCount) * channelStride;
  for (let place = 0; place < places; place++) target[start + place * layout.placeStride] = known;
}

interface PixelPlanes {
  readonly tile: Tile;
  /** Which of the 2 x 2 pixels, row by row. */
  readonly part: number;
  /** Offsets of its plane in the wide window and of that in the soft tissue window. */
  readonly wide: number;
  readonly soft: number;
}

function writePixels(
  target: Float32Array,
  { placeStride }: PlanesLayout,
  { width, height, values }: GreyImage,
  { tile, part, wide, soft }: PixelPlanes,
): void {
  const { lowestHu, highestHu } = softTissueWindow;
  let at = 0;
  for (let row = Math.floor(part / unshuffledSide); row < tile.height; row += unshuffledSide) {
    const line = within(tile.top + row, height) * width;
    for (let column = part % unshuffledSide; column < tile.width; column += unshuffledSide) {
      const hu = values[line + within(tile.left + column, width)] ?? 0;
      target[wide + at] = hu / wideUnitHu;
      target[soft + at] = (hu < lowestHu ? lowestHu : hu > highestHu ? highestHu : hu) / softUnitHu;
      at += placeStride;
    }
  }
}

/** Interpolates a map linearly at the centre of each position's four pixels. */
function writeMap(
  target: Float32Array,
  { placeStride }: PlanesLayout,
  { width, height, values }: GreyImage,
  { tile, start }: { readonly tile: Tile; readonly start: number },
): void {
  const columns = between(tile.left, tile.width, width);
  const rows = between(tile.top, tile.height, height);
  let at = start;
  for (const { low, high, share } of rows) {
    for (const column of columns) {
      const upper = mixed(values, low * width, column);
      const lower = mixed(values, high * width, column);
      target[at] = (upper + (lower - upper) * share) / directionUnitHu;
      at += placeStride;
    }
  }
}

/** Two neighbouring positions of a map and the weight of the second. */
interface Between {
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

const between = (start: number, length: number, size: number): readonly Between[] =>
  Array.from({ length: length / unshuffledSide }, (_, index) => {
    const place = (start + index * unshuffledSide + 1) / mapStep - 0.5;
    const low = within(Math.floor(place), size);
    return { low, high: within(low + 1, size), share: Math.min(1, Math.max(0, place - low)) };
  });

const mixed = (values: Float32Array, line: number, { low, high, share }: Between): number => {
  const first = values[line + low] ?? 0;
  return first + ((values[line + high] ?? 0) - first) * share;
};

const within = (place: number, size: number): number => (place < 0 ? 0 : place < size ? place : size - 1);
