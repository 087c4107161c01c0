import { ContractError } from '../errors.ts';
import type { EcgLead, EcgSegment } from './ecg-lead.ts';
import { missingSample } from './missing-sample.ts';

/** One lead as a file or a device gives it: microvolts = value x microvoltsPerValue + offsetMicrovolts. */
export interface LeadValues {
  /** Any text; cut to 16 characters. */
  readonly lead: string;
  readonly samplingRateHz: number;
  /** Not 0; negative for an inverted lead. */
  readonly microvoltsPerValue: number;
  /** Default 0. */
  readonly offsetMicrovolts?: number;
  /** In order of time. NaN and infinite values are missing samples. */
  readonly pieces: readonly ValuePiece[];
}

interface ValuePiece {
  readonly startSeconds: number;
  readonly values: ArrayLike<number>;
}

/** Microvolts per count, finest first, for values that do not fit into 16 bits as they are: up to 32.767 V. */
const coarserSteps = [1, 10, 100, 1000] as const;
/** Microvolts per count that a packet allows. */
const stepLimits = { min: 1e-6, max: 1000 } as const;
const rateLimitsHz = { min: 50, max: 2000 } as const;
const leadLength = 16;

/**
 * Converts values to the 16-bit counts of packets without saturating any. Integers keep their gain, less the count at
 * 0 microvolts (rounded); others, and integers that need more bits, get 1, 10, 100 or 1000 microvolts per count, the finest
 * that holds them all. A missing value ends a segment. The lowest count means a missing sample: a value there is put one
 * count higher.
 * @throws ContractError (`invalid-field`) where every value is missing, the gain is 0 or not finite, a value is beyond
 * 32.767 V, or the rate is not 50 to 2000 Hz
 */
export function quantise(lead: LeadValues): EcgLead {
  const { microvoltsPerValue: gain, offsetMicrovolts: offset = 0, samplingRateHz } = lead;
  if (!(samplingRateHz >= rateLimitsHz.min && samplingRateHz <= rateLimitsHz.max)) {
    throw unfit('samplingRateHz', `${samplingRateHz} Hz`, `${rateLimitsHz.min} to ${rateLimitsHz.max} Hz`);
  }
  if (!Number.isFinite(gain) || gain === 0 || !Number.isFinite(offset)) {
    throw unfit(
      'microvoltsPerValue',
      `a gain of ${gain} microvolts and ${offset} at 0`,
      'a number other than 0',
    );
  }
  const extent = extentOf(lead.pieces);
  if (extent.min > extent.max) {
    throw unfit('pieces', '0 values', 'at least one sample');
  }
  const scale = scaleOf(gain, offset, extent);
  if (scale === undefined) {
    const peak = Math.max(Math.abs(extent.min * gain + offset), Math.abs(extent.max * gain + offset));
    throw unfit('pieces', `${(peak / 1e6).toPrecision(4)} V`, 'at most 32.767 V');
  }
  return {
    lead: lead.lead.trim().slice(0, leadLength).trim() || 'ECG',
    samplingRateHz,
    microvoltsPerCount: scale.microvoltsPerCount,
    segments: lead.pieces.flatMap((piece) => segmentsOf(piece, samplingRateHz, scale)),
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

/** Scales are linear: where both extremes fit, every value between them fits. */
const fits = (scale: Scale, { min, max }: Extent): boolean =>
  [min, max].every((value) => {
    const count = countOf(value, scale);
    return count >= -32_768 && count <= 32_767;
  });

function segmentsOf(
  { startSeconds, values }: ValuePiece,
  samplingRateHz: number,
  scale: Scale,
): EcgSegment[] {
  const segments: EcgSegment[] = [];
  const counts = new Int16Array(values.length);
  let from = 0;
  for (let index = 0; index <= values.length; index += 1) {
    const value = values[index] ?? NaN;
    if (index < values.length && Number.isFinite(value)) {
      counts[index] = Math.max(missingSample + 1, countOf(value, scale));
      continue;
    }
    if (index > from) {
      segments.push({
        startSeconds: startSeconds + from / samplingRateHz,
        samples: counts.slice(from, index),
      });
    }
    from = index + 1;
  }
  return segments;
}

const unfit = (field: string, found: string, expected: string): ContractError =>
  new ContractError({ field, found, expected }, { code: 'invalid-field' });
