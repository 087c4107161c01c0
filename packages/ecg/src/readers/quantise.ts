import { EcgError } from '../errors.ts';
import type { EcgLead, EcgStretch } from './ecg-recording.ts';

/** One lead as a file gives it: microvolts = value x microvoltsPerValue + offsetMicrovolts. */
export interface LeadValues {
  /** Any text; cut to 16 characters. */
  readonly lead: string;
  readonly samplingRateHz: number;
  /** Not 0; below 0 for a lead that is written upside down. */
  readonly microvoltsPerValue: number;
  /** Default 0. */
  readonly offsetMicrovolts?: number;
  /** In order of time. A value that is no number, or an infinite one, is missing. */
  readonly pieces: readonly ValuePiece[];
}

export interface ValuePiece {
  readonly startSeconds: number;
  readonly values: ArrayLike<number>;
}

/** Microvolts of one count, finest first, for values that do not fit into 16 bits as they are: up to 32.767 V. */
const coarserSteps = [1, 10, 100, 1000] as const;
/** What a packet allows. */
const stepLimits = { min: 1e-6, max: 1000 } as const;
const rateLimitsHz = { min: 50, max: 2000 } as const;
const leadLength = 16;

/**
 * Turns values into the 16-bit counts of packets so that none is cut off. Whole numbers stay what they are, less their
 * count at 0 microvolts, rounded to a count; others, and those that need more bits, go to 1, 10, 100 or 1000 microvolts
 * a count, whichever is the finest that holds them all. Missing values end a stretch.
 * @throws EcgError (`malformed`) where no value is there, the gain is no gain, a value is beyond 32.767 V, or the rate is
 * not 50 to 2000 Hz
 */
export function quantise(lead: LeadValues, fileName: string): EcgLead {
  const { microvoltsPerValue: gain, offsetMicrovolts: offset = 0, samplingRateHz } = lead;
  const unfit = (found: string, expected: string): EcgError =>
    new EcgError({ file: fileName, field: `lead ${lead.lead}`, found, expected }, { code: 'malformed' });
  if (!(samplingRateHz >= rateLimitsHz.min && samplingRateHz <= rateLimitsHz.max)) {
    throw unfit(`${samplingRateHz} Hz`, `${rateLimitsHz.min} to ${rateLimitsHz.max} Hz`);
  }
  if (!Number.isFinite(gain) || gain === 0 || !Number.isFinite(offset)) {
    throw unfit(`a gain of ${gain} microvolts and ${offset} at 0`, 'a number other than 0');
  }
  const extent = extentOf(lead.pieces);
  if (extent.min > extent.max) {
    throw unfit('0 values', 'at least one sample');
  }
  const scale = scaleOf(gain, offset, extent);
  if (scale === undefined) {
    const peak = Math.max(Math.abs(extent.min * gain + offset), Math.abs(extent.max * gain + offset));
    throw unfit(`${(peak / 1e6).toPrecision(4)} V`, 'at most 32.767 V');
  }
  return {
    lead: lead.lead.trim().slice(0, leadLength).trim() || 'ECG',
    samplingRateHz,
    microvoltsPerCount: scale.microvoltsPerCount,
    stretches: lead.pieces.flatMap((piece) => stretchesOf(piece, samplingRateHz, scale)),
  };
}

interface Scale {
  readonly microvoltsPerCount: number;
  /** count = round(value x factor + shift) */
  readonly factor: number;
  readonly shift: number;
}

interface Extent {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

function extentOf(pieces: readonly ValuePiece[]): Extent {
  let min = Infinity;
  let max = -Infinity;
  let whole = true;
  for (const { values } of pieces) {
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? NaN;
      if (!Number.isFinite(value)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
      whole &&= Number.isInteger(value);
    }
  }
  return { min, max, whole };
}

function scaleOf(gain: number, offset: number, extent: Extent): Scale | undefined {
  const step = Math.abs(gain);
  const own = {
    microvoltsPerCount: step,
    factor: Math.sign(gain),
    shift: Math.round(offset / step),
  };
  if (extent.whole && step >= stepLimits.min && step <= stepLimits.max && fits(own, extent)) return own;
  return coarserSteps
    .map((microvoltsPerCount) => ({
      microvoltsPerCount,
      factor: gain / microvoltsPerCount,
      shift: offset / microvoltsPerCount,
    }))
    .find((scale) => fits(scale, extent));
}

const countOf = (value: number, { factor, shift }: Scale): number => Math.round(value * factor + shift);

/** Scales are straight lines: where both ends fit, all between them fit. */
const fits = (scale: Scale, { min, max }: Extent): boolean =>
  [min, max].every((value) => {
    const count = countOf(value, scale);
    return count >= -32_768 && count <= 32_767;
  });

function stretchesOf(
  { startSeconds, values }: ValuePiece,
  samplingRateHz: number,
  scale: Scale,
): EcgStretch[] {
  const stretches: EcgStretch[] = [];
  const counts = new Int16Array(values.length);
  let from = 0;
  for (let index = 0; index <= values.length; index += 1) {
    const value = values[index] ?? NaN;
    if (index < values.length && Number.isFinite(value)) {
      counts[index] = countOf(value, scale);
      continue;
    }
    if (index > from) {
      stretches.push({
        startSeconds: startSeconds + from / samplingRateHz,
        samples: counts.slice(from, index),
      });
    }
    from = index + 1;
  }
  return stretches;
}
