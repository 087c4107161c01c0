import type { GreyImage } from '../images/grey-image.ts';
import { inputChannels, noiseUnitHu, writeNetworkInput, type NoiseHint, type Tile } from './network-input.ts';
import { tileStep, unshuffledSide, type ResidualNetwork } from './residual-network.ts';
import { tilesOf, tileWeights } from './tiles.ts';

/**
 * One pass through the network.
 * @param planes `[inputChannels, height / 2, width / 2]`
 * @returns `[4, height / 2, width / 2]`
 */
export type NetworkPass = (planes: Float32Array, tile: Tile) => Promise<Float32Array>;

/** A tile of 512 x 512 needs about 100 MB at work, and holds most slices whole. */
const largestTileSide = 512;
const tileOverlap = 64;

/**
 * The noise that the network finds in an image of any size.
 * @param image in HU, or scaled like it
 * @returns `[height * width]`, in the unit of the image
 */
export async function findNoise(
  network: ResidualNetwork,
  pass: NetworkPass,
  image: GreyImage,
  hint: NoiseHint,
): Promise<Float32Array> {
  const { width, height } = image;
  const tiles = tilesOf(image, { side: largestTileSide, overlap: tileOverlap, step: tileStep(network) });
  const noise = new Float32Array(width * height);
  const weightSums = new Float32Array(tiles.length === 1 ? 0 : width * height);
  for (const tile of tiles) {
    const places = (tile.width * tile.height) / unshuffledSide ** 2;
    const planes = new Float32Array(inputChannels * places);
    writeNetworkInput(planes, { placeStride: 1, channelStride: places }, image, { hint, tile });
    const found = await pass(planes, tile);
    if (tiles.length === 1) addTile(noise, image, tile, { found });
    else {
      const weights = tileWeights(tile, tileOverlap);
      addTile(noise, image, tile, { found, weights });
      addWeights(weightSums, image, tile, weights);
    }
  }
  return tiles.length === 1 ? noise : noise.map((sum, pixel) => sum / (weightSums[pixel] ?? 1));
}

/** Adds the noise of a tile, in HU and weighted, to that of the image. */
function addTile(
  noise: Float32Array,
  { width, height }: GreyImage,
  tile: Tile,
  { found, weights }: { readonly found: Float32Array; readonly weights?: Float32Array },
): void {
  const columns = tile.width / unshuffledSide;
  const places = columns * (tile.height / unshuffledSide);
  const [rowEnd, columnEnd] = [
    Math.min(tile.height, height - tile.top),
    Math.min(tile.width, width - tile.left),
  ];
  for (let y = 0; y < rowEnd; y++) {
    const pixel = (tile.top + y) * width + tile.left;
    const source = (y % unshuffledSide) * unshuffledSide * places + Math.floor(y / unshuffledSide) * columns;
    for (let x = 0; x < columnEnd; x++) {
      const value = noiseUnitHu * (found[source + (x & 1) * places + (x >> 1)] ?? 0);
      noise[pixel + x] = (noise[pixel + x] ?? 0) + (weights?.[y * tile.width + x] ?? 1) * value;
    }
  }
}

function addWeights(
  sums: Float32Array,
  { width, height }: GreyImage,
  tile: Tile,
  weights: Float32Array,
): void {
  for (let y = 0; y < Math.min(tile.height, height - tile.top); y++)
    for (let x = 0; x < Math.min(tile.width, width - tile.left); x++) {
      const pixel = (tile.top + y) * width + tile.left + x;
      sums[pixel] = (sums[pixel] ?? 0) + (weights[y * tile.width + x] ?? 0);
    }
}
