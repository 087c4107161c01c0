import type { SeededRandom } from '@beatwatch/model-core';
import { mapStep } from '../ct/noise-directions.ts';
import type { GreyImage } from '../images/grey-image.ts';
import { inputChannels, softTissueHu, writeNetworkInput } from '../network/network-input.ts';
import { outputChannels, unshuffledSide } from '../network/residual-network.ts';
import { oriented, orientationCount, orientedDirections } from './orientations.ts';
import {
  mixtureWeights,
  noiseCost,
  part,
  patchPlaces,
  wideWindowHu,
  type TrainingSlice,
} from './training-slice.ts';

/** Patches of one step; places are those of 2 x 2 pixels. */
export interface PatchBatch {
  readonly size: number;
  /** Pixels of a patch in each direction. */
  readonly side: number;
  /** `[size, side / 2, side / 2, inputChannels]`. */
  readonly planes: Float32Array;
  /** In HU, `[size, side / 2, side / 2, 4]` like the two below. */
  readonly noisy: Float32Array;
  readonly clean: Float32Array;
  /** `[size]`: one over what the patch's noise costs in the window of soft tissue, in 1/HU^2. */
  readonly softWeights: Float32Array;
  /** `[size]`: the same for the wide window. */
  readonly wideWeights: Float32Array;
}

export interface PatchBatchesOptions {
  /** Slices of each patient: every patient is drawn as often as any other. */
  readonly patients: readonly (readonly TrainingSlice[])[];
  readonly size: number;
  /** A multiple of 8. */
  readonly side: number;
}

interface PreparedSlice extends TrainingSlice {
  readonly places: readonly (readonly [number, number])[];
  readonly softCost: number;
  readonly wideCost: number;
}

/** Draws a batch of noisy patches and what they should become; the same for the same random numbers. */
export function patchBatches({
  patients,
  size,
  side,
}: PatchBatchesOptions): (random: SeededRandom) => PatchBatch {
  const prepared = patients.map((slices) =>
    slices.map((slice) => ({
      ...slice,
      places: patchPlaces(slice, side),
      softCost: noiseCost(slice, softTissueHu),
      wideCost: noiseCost(slice, wideWindowHu),
    })),
  );
  const withTissue = prepared
    .map((slices) => slices.filter(({ places }) => places.length > 0))
    .filter((slices) => slices.length > 0);
  const layout = { placeStride: inputChannels, channelStride: 1 };
  const places = (side / unshuffledSide) ** 2;
  return (random) => {
    const batch = {
      size,
      side,
      planes: new Float32Array(size * places * inputChannels),
      noisy: new Float32Array(size * places * outputChannels),
      clean: new Float32Array(size * places * outputChannels),
      softWeights: new Float32Array(size),
      wideWeights: new Float32Array(size),
    };
    for (let index = 0; index < size; index++) {
      const slice = pick(pick(withTissue, random), random);
      const { clean, noisy, directions, levelKnown, amplitude } = drawPatch(slice, side, random);
      const tile = { left: 0, top: 0, width: side, height: side };
      const planes = batch.planes.subarray(index * places * inputChannels);
      writeNetworkInput(planes, layout, noisy, { directions, levelKnown }, tile);
      unshuffle(batch.noisy.subarray(index * places * outputChannels), noisy);
      unshuffle(batch.clean.subarray(index * places * outputChannels), clean);
      batch.softWeights[index] = 1 / (slice.softCost * amplitude ** 2);
      batch.wideWeights[index] = 1 / (slice.wideCost * amplitude ** 2);
    }
    return batch;
  };
}

/** Half of the patches have the simulated dose itself, the others up to so many times its noise, or as much less. */
const widestAmplitude = 2.2;
/** Half of the patches come with the level of their noise, as well as it may be known. */
const knownShare = 0.5;
const levelErrorSd = 0.1;

function drawPatch(slice: PreparedSlice, side: number, random: SeededRandom) {
  const amplitude = random.next() < 0.5 ? 1 : Math.exp(random.uniform(-1, 1) * Math.log(widestAmplitude));
  const [left, top] = pick(slice.places, random);
  const orientation = Math.floor(random.next() * orientationCount);
  const weights = mixtureWeights(slice.noises.length, random);
  const clean = oriented(part(slice.clean, left, top, side), orientation);
  const noise = new Float32Array(side * side);
  slice.noises.forEach((draw, index) => {
    const weight = (weights[index] ?? 0) * amplitude;
    if (weight === 0) return;
    oriented(part(draw, left, top, side), orientation).values.forEach((value, pixel) => {
      noise[pixel] = (noise[pixel] ?? 0) + weight * value;
    });
  });
  const noisy: GreyImage = { ...clean, values: clean.values.map((hu, pixel) => hu + (noise[pixel] ?? 0)) };
  const levelKnown = random.next() < knownShare;
  const level = levelKnown ? amplitude * Math.exp(levelErrorSd * random.normal()) : 1;
  const maps = slice.directions.map((map) => {
    const cut = part(map, left / mapStep, top / mapStep, side / mapStep);
    return { ...cut, values: cut.values.map((sd) => sd * level) };
  });
  return { clean, noisy, amplitude, levelKnown, directions: orientedDirections(maps, orientation) };
}

function unshuffle(target: Float32Array, { width, height, values }: GreyImage): void {
  let at = 0;
  for (let y = 0; y < height; y += unshuffledSide)
    for (let x = 0; x < width; x += unshuffledSide)
      for (let dy = 0; dy < unshuffledSide; dy++)
        for (let dx = 0; dx < unshuffledSide; dx++) target[at++] = values[(y + dy) * width + x + dx] ?? 0;
}

function pick<T>(items: readonly T[], random: SeededRandom): T {
  const item = items[Math.floor(random.next() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}
