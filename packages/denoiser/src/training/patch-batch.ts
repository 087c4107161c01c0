import type { SeededRandom } from '@beatwatch/statistics';
import type { GreyImage } from '../images/grey-image.ts';
import { inputChannels, writeNetworkInput, type NoiseHint } from '../network/network-input.ts';
import { outputChannels, unshuffledSide } from '../network/residual-network.ts';

/** Patches of one step; a position holds 2 x 2 pixels. */
export interface PatchBatch {
  readonly size: number;
  /** Pixels of a patch in each direction. */
  readonly side: number;
  /** `[size, side / 2, side / 2, inputChannels]`. */
  readonly planes: Float32Array;
  /** In HU, `[size, side / 2, side / 2, 4]` like the two below. */
  readonly noisy: Float32Array;
  readonly clean: Float32Array;
  /** `[size]`: inverse of the patch's squared noise in the soft tissue window, in 1/HU^2. */
  readonly softWeights: Float32Array;
  /** `[size]`: the same for the wide window. */
  readonly wideWeights: Float32Array;
}

/** A noisy square and its target. */
export interface Patch {
  readonly noisy: GreyImage;
  readonly clean: GreyImage;
  readonly hint: NoiseHint;
  readonly softWeight: number;
  readonly wideWeight: number;
}

/** Joins patches in the layout of the network and the loss. */
export function patchBatch(size: number, side: number, draw: () => Patch): PatchBatch {
  const places = (side / unshuffledSide) ** 2;
  const batch = {
    size,
    side,
    planes: new Float32Array(size * places * inputChannels),
    noisy: new Float32Array(size * places * outputChannels),
    clean: new Float32Array(size * places * outputChannels),
    softWeights: new Float32Array(size),
    wideWeights: new Float32Array(size),
  };
  const layout = { placeStride: inputChannels, channelStride: 1 };
  for (let index = 0; index < size; index++) {
    const { noisy, clean, hint, softWeight, wideWeight } = draw();
    const tile = { left: 0, top: 0, width: side, height: side };
    writeNetworkInput(batch.planes.subarray(index * places * inputChannels), layout, noisy, { hint, tile });
    unshuffle(batch.noisy.subarray(index * places * outputChannels), noisy);
    unshuffle(batch.clean.subarray(index * places * outputChannels), clean);
    batch.softWeights[index] = softWeight;
    batch.wideWeights[index] = wideWeight;
  }
  return batch;
}

function unshuffle(target: Float32Array, { width, height, values }: GreyImage): void {
  let at = 0;
  for (let y = 0; y < height; y += unshuffledSide)
    for (let x = 0; x < width; x += unshuffledSide)
      for (let dy = 0; dy < unshuffledSide; dy++)
        for (let dx = 0; dx < unshuffledSide; dx++) target[at++] = values[(y + dy) * width + x + dx] ?? 0;
}

/** @throws RangeError for an empty list */
export function pick<T>(items: readonly T[], random: SeededRandom): T {
  const item = items[Math.floor(random.next() * items.length)];
  if (item === undefined) throw new RangeError('items are missing; expected one or more');
  return item;
}
