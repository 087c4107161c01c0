import type { GreyImage } from '../images/grey-image.ts';
import { directionCount, mapStep } from '../ct/noise-directions.ts';
import { unshuffledSide } from './residual-network.ts';

/** What the network is told of a slice beside its values. */
export interface NoiseHint {
  /** See `noiseDirections`: standard deviation in HU that each of four directions adds, at an eighth of the size. */
  readonly directions: readonly GreyImage[];
  /** Whether the level of the maps is that of this image, or that of a usual low dose for want of knowledge. */
  readonly levelKnown: boolean;
}

/** The image's 2 x 2 pixels on two scales, a map for each direction, and whether their level is known. */
export const inputChannels = 2 * unshuffledSide ** 2 + directionCount + 1;

/** One HU of noise in the network's output. */
export const noiseUnitHu = 30;
const wideUnitHu = 500;
const directionUnitHu = 20;
/** The window of soft tissue that most chest slices are read in, in HU: the network sees it enlarged. */
export const softTissueHu = { lowest: -160, highest: 240 } as const;
const softUnitHu = 100;

/** A part of an image, in pixels; all even. */
export interface Tile {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where the planes of several tiles are written, and in which order. */
export interface PlanesLayout {
  /** Distance between neighbouring places and between neighbouring channels. */
  readonly placeStride: number;
  readonly channelStride: number;
}

/**
 * Writes what the network sees of a tile. Beyond its border the image goes on with its outermost pixels.
 * @param target from where on the tile's `inputChannels * width / 2 * height / 2` numbers go
 */
export function writeNetworkInput(
  target: Float32Array,
  layout: PlanesLayout,
  image: GreyImage,
  hint: NoiseHint,
  tile: Tile,
): void {
  const { placeStride, channelStride } = layout;
  const [columns, rows] = [tile.width / unshuffledSide, tile.height / unshuffledSide];
  const pixelChannels = unshuffledSide ** 2;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = (row * columns + column) * placeStride;
      for (let part = 0; part < pixelChannels; part++) {
        const x = within(tile.left + column * unshuffledSide + (part % unshuffledSide), image.width);
        const y = within(tile.top + row * unshuffledSide + Math.floor(part / unshuffledSide), image.height);
        const hu = image.values[y * image.width + x] ?? 0;
        target[at + part * channelStride] = hu / wideUnitHu;
        target[at + (pixelChannels + part) * channelStride] =
          Math.min(softTissueHu.highest, Math.max(softTissueHu.lowest, hu)) / softUnitHu;
      }
      // The middle of the four pixels, between the middles of the maps' places.
      const mapX = (tile.left + column * unshuffledSide + 1) / mapStep - 0.5;
      const mapY = (tile.top + row * unshuffledSide + 1) / mapStep - 0.5;
      hint.directions.forEach((map, direction) => {
        target[at + (2 * pixelChannels + direction) * channelStride] =
          between(map, mapX, mapY) / directionUnitHu;
      });
      target[at + (2 * pixelChannels + directionCount) * channelStride] = hint.levelKnown ? 1 : 0;
    }
  }
}

const within = (place: number, size: number): number => Math.min(size - 1, Math.max(0, place));

function between({ width, height, values }: GreyImage, x: number, y: number): number {
  const [left, top] = [within(Math.floor(x), width), within(Math.floor(y), height)];
  const [right, bottom] = [within(left + 1, width), within(top + 1, height)];
  const [shareX, shareY] = [Math.min(1, Math.max(0, x - left)), Math.min(1, Math.max(0, y - top))];
  const value = (column: number, row: number): number => values[row * width + column] ?? 0;
  const upper = value(left, top) * (1 - shareX) + value(right, top) * shareX;
  const lower = value(left, bottom) * (1 - shareX) + value(right, bottom) * shareX;
  return upper * (1 - shareY) + lower * shareY;
}
