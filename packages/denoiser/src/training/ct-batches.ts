import type { SeededRandom } from '@beatwatch/statistics';
import { mapStep } from '../ct/noise-directions.ts';
import type { GreyImage } from '../images/grey-image.ts';
import { softTissueWindow, wideWindow } from '../images/hu-window.ts';
import { patchBatch, pick, type Patch, type PatchBatch } from './patch-batch.ts';
import { oriented, orientationCount, orientedDirections } from './orientations.ts';
import { mixtureWeights, noiseCost, part, patchPlaces, type TrainingSlice } from './training-slice.ts';

export interface CtBatchesOptions {
  /** Slices of each patient; all patients are drawn equally often. */
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

/** Draws a batch of noisy patches with their targets; reproducible by its random numbers. */
export function ctBatches({ patients, size, side }: CtBatchesOptions): (random: SeededRandom) => PatchBatch {
  const prepared = patients.map((slices) =>
    slices.map((slice) => ({
      ...slice,
      places: patchPlaces(slice, side),
      softCost: noiseCost(slice, softTissueWindow),
      wideCost: noiseCost(slice, wideWindow),
    })),
  );
  const withTissue = prepared
    .map((slices) => slices.filter(({ places }) => places.length > 0))
    .filter((slices) => slices.length > 0);
  return (random) =>
    patchBatch(size, side, () => {
      const slice = pick(pick(withTissue, random), random);
      const isStrange = random.next() < strangeNoiseShare;
      const noise = drawNoise(isStrange ? pick(pick(withTissue, random), random) : slice, side, random);
      return underNoise(drawClean(slice, isStrange ? undefined : noise, side, random), noise, random);
    });
}

/**
 * Half of the patches have the simulated dose; the noise of the others is scaled by a random factor up to this, or down
 * to its inverse.
 */
const widestAmplitude = 2.2;
/** Half of the patches include their noise level, with a realistic error. */
const knownShare = 0.5;
const levelErrorSd = 0.1;

/**
 * Half of the patches get the noise of another slice, with its maps, since pairs of slices give more variety than
 * slices.
 */
const strangeNoiseShare = 0.5;

/** Position and orientation of a patch. */
interface Cut {
  readonly left: number;
  readonly top: number;
  readonly orientation: number;
}

interface NoisePatch {
  readonly cut: Cut;
  /** In HU, at the simulated dose. */
  readonly noise: GreyImage;
  readonly directions: readonly GreyImage[];
  readonly softCost: number;
  readonly wideCost: number;
}

function drawCut({ places }: PreparedSlice, random: SeededRandom): Cut {
  const [left, top] = pick(places, random);
  return { left, top, orientation: Math.floor(random.next() * orientationCount) };
}

function drawNoise(slice: PreparedSlice, side: number, random: SeededRandom): NoisePatch {
  const cut = drawCut(slice, random);
  const { left, top, orientation } = cut;
  const weights = mixtureWeights(slice.noises.length, random);
  const noise = new Float32Array(side * side);
  slice.noises.forEach((draw, index) => {
    const weight = weights[index] ?? 0;
    if (weight === 0) return;
    part(draw, left, top, side).values.forEach((value, pixel) => {
      noise[pixel] = (noise[pixel] ?? 0) + weight * value;
    });
  });
  const maps = slice.directions.map((map) => part(map, left / mapStep, top / mapStep, side / mapStep));
  return {
    cut,
    noise: oriented({ width: side, height: side, values: noise }, orientation),
    directions: orientedDirections(maps, orientation),
    softCost: slice.softCost,
    wideCost: slice.wideCost,
  };
}

/** @param own the noise at the same position; absent where the patch gets that of another slice */
function drawClean(
  slice: PreparedSlice,
  own: NoisePatch | undefined,
  side: number,
  random: SeededRandom,
): GreyImage {
  const { left, top, orientation } = own?.cut ?? drawCut(slice, random);
  return oriented(part(slice.clean, left, top, side), orientation);
}

function underNoise(clean: GreyImage, patch: NoisePatch, random: SeededRandom): Patch {
  const amplitude = random.next() < 0.5 ? 1 : Math.exp(random.uniform(-1, 1) * Math.log(widestAmplitude));
  const values = clean.values.map((hu, pixel) => hu + amplitude * (patch.noise.values[pixel] ?? 0));
  const levelKnown = random.next() < knownShare;
  const level = levelKnown ? amplitude * Math.exp(levelErrorSd * random.normal()) : 1;
  const directions = patch.directions.map((map) => ({
    ...map,
    values: map.values.map((sd) => sd * level),
  }));
  return {
    clean,
    noisy: { ...clean, values },
    hint: { levelKnown, directions },
    softWeight: 1 / (patch.softCost * amplitude ** 2),
    wideWeight: 1 / (patch.wideCost * amplitude ** 2),
  };
}
