import type { DetectorDesign } from './design.ts';
import { slotOf } from '../packed/ring.ts';
import { detectorPlaces, type DetectorState } from './state.ts';
import { templateHalfWidthSteps, templateLength, tuning } from './tuning.ts';

/** Largest offset of the template from a candidate, template steps. */
const maxShiftSteps = 5;
const reach = templateHalfWidthSteps + maxShiftSteps;

/** Sampling rate of the template, independent of the signal's. */
const templateRateHz = 120;

const { template: templateFrom } = detectorPlaces;

const slopes = new Float64Array(2 * reach + 1);

interface Comparison {
  readonly correlation: number;
  readonly size: number;
  readonly shift: number;
}

/** Neutral comparison: no evidence for or against a beat. */
export const unknownCorrelation: Comparison = {
  correlation: tuning.usualCorrelation,
  size: tuning.usualSize,
  shift: 0,
};

/**
 * Compares the signal around a position with the template. Slopes are compared instead of heights, because electrode
 * motion and baseline are tall but slow.
 * @param position on the averaged energy, no older than the history
 */
export function compareWithTemplate(
  state: DetectorState,
  design: DetectorDesign,
  position: number,
): Comparison {
  const { numbers, templateKnown } = state;
  if (templateKnown === 0) return unknownCorrelation;
  readSlopes(state, design, position);
  let templatePower = 1e-9;
  for (let index = 0; index < templateLength; index += 1) {
    const value = numbers[templateFrom + index] ?? 0;
    templatePower += value * value;
  }
  let highest = -Infinity;
  let size = 0;
  let shift = 0;
  for (let from = 0; from <= 2 * maxShiftSteps; from += 1) {
    let power = 1e-9;
    let product = 0;
    for (let index = 0; index < templateLength; index += 1) {
      const value = slopes[from + index] ?? 0;
      power += value * value;
      product += value * (numbers[templateFrom + index] ?? 0);
    }
    const correlation = product / Math.sqrt(power * templatePower);
    if (correlation <= highest) continue;
    highest = correlation;
    size = product / templatePower;
    shift = from - maxShiftSteps;
  }
  return { correlation: highest, size, shift };
}

/** Moves the template towards a beat. */
export function followTemplate(
  state: DetectorState,
  design: DetectorDesign,
  { position, shift }: { readonly position: number; readonly shift: number },
): void {
  readSlopes(state, design, position);
  const { numbers } = state;
  const rate = state.templateKnown === 0 ? 1 : tuning.templateRate;
  for (let index = 0; index < templateLength; index += 1) {
    const value = slopes[maxShiftSteps + shift + index] ?? 0;
    const before = numbers[templateFrom + index] ?? 0;
    numbers[templateFrom + index] = before + rate * (value - before);
  }
  state.templateKnown = 1;
}

/** Reads the slopes of the analysis band at the template's rate. */
function readSlopes({ history }: DetectorState, design: DetectorDesign, position: number): void {
  const { length } = history;
  const middle = position - design.energyDelay;
  const step = design.samplingRateHz / templateRateHz;
  const first = Math.floor(Math.max(0, middle - (reach + 1) * step));
  const firstSlot = slotOf(first, length);
  let before = 0;
  for (let index = -1; index < slopes.length; index += 1) {
    const place = Math.max(0, middle + (index - reach) * step);
    const whole = Math.floor(place);
    const share = place - whole;
    let slot = firstSlot + (whole - first);
    if (slot >= length) slot -= length;
    let value = history[slot] ?? 0;
    if (share !== 0) value += share * ((history[slot + 1 === length ? 0 : slot + 1] ?? 0) - value);
    if (index >= 0) slopes[index] = value - before;
    before = value;
  }
}
