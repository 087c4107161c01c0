import type { SeededRandom } from '@beatwatch/model-core';
import { mapStep } from '../ct/noise-directions.ts';
import type { GreyImage } from '../images/grey-image.ts';
import { softTissueHu } from '../network/network-input.ts';
import { patchBatch, pick, type PatchBatch } from './patch-batch.ts';
import { oriented, orientationCount, orientedDirections } from './orientations.ts';
import {
  mixtureWeights,
  noiseCost,
  part,
  patchPlaces,
  wideWindowHu,
  type TrainingSlice,
} from './training-slice.ts';

export interface CtBatchesOptions {
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
export function ctBatches({ patients, size, side }: CtBatchesOptions): (random: SeededRandom) => PatchBatch {
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
  return (random) =>
    patchBatch(size, side, () => {
      const slice = pick(pick(withTissue, random), random);
      const { amplitude, ...patch } = drawPatch(slice, side, random);
      return {
        ...patch,
        softWeight: 1 / (slice.softCost * amplitude ** 2),
        wideWeight: 1 / (slice.wideCost * amplitude ** 2),
      };
    });
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
  return { clean, noisy, amplitude, hint: { levelKnown, directions: orientedDirections(maps, orientation) } };
}
