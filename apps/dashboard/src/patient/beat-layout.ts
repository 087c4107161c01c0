import { rWindow88Microvolts } from '@beatwatch/contracts';
import type { BeatResponse } from '../server/responses.ts';

/** A beat whose samples are still stored. */
export type RecordedBeat = BeatResponse & Required<Pick<BeatResponse, 'samples'>>;

/** Time axis and unit of a beat's samples. */
export interface BeatAxes {
  /** Time of the first and last sample, from the R peak. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly ticksMs: readonly number[];
  /** Factor from samples to `unit`. */
  readonly scale: number;
  readonly unit: string;
}

const windowFromMs = -248;
const windowStepMs = 8;

/** Axes of a beat by its preprocessing: a window around the R peak, or from R peak to R peak. */
export function beatAxes({ preprocessing, rrIntervalMs, samples }: RecordedBeat): BeatAxes {
  if (preprocessing === rWindow88Microvolts) {
    const toMs = windowFromMs + (samples.length - 1) * windowStepMs;
    return { fromMs: windowFromMs, toMs, ticksMs: [-200, 0, 200, 400], scale: 1e-3, unit: 'mV' };
  }
  const ticksMs = [0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * rrIntervalMs));
  return { fromMs: 0, toMs: rrIntervalMs, ticksMs, scale: 1, unit: 'standard deviations' };
}

/** About five round values for an axis. */
export function levelsOf(min: number, max: number): number[] {
  const rough = (max - min) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(6)),
  );
}
