import { isBeatAnnotation, type WfdbRecord } from '@beatwatch/recordings';
import { matchPeaks } from '../src/index.ts';

export interface RPeakCounts {
  readonly found: number;
  readonly missed: number;
  readonly extra: number;
}

const toleranceSeconds = 0.15;

/** Compares R peaks with annotations within 150 ms, outside of ventricular flutter (ANSI/AAMI EC57:2012, 4.3.3). */
export function countRPeaks(record: WfdbRecord, peaks: readonly number[]): RPeakCounts {
  const tolerance = Math.round(toleranceSeconds * record.samplingRateHz);
  const flutter = flutterOf(record);
  const isJudged = (sample: number): boolean =>
    !flutter.some(({ from, to }) => sample >= from - tolerance && sample <= to + tolerance);
  const reference = record.annotations
    .filter(({ symbol, sample }) => isBeatAnnotation(symbol) && isJudged(sample))
    .map(({ sample }) => sample);
  const match = matchPeaks(reference, peaks.filter(isJudged), tolerance);
  return { found: match.truePositives, missed: match.missed.length, extra: match.extra.length };
}

/** Samples of ventricular flutter: from each `[` to its `]`. */
function flutterOf({ annotations }: WfdbRecord): { from: number; to: number }[] {
  const segments: { from: number; to: number }[] = [];
  for (const { symbol, sample } of annotations) {
    if (symbol === '[') segments.push({ from: sample, to: Infinity });
    const open = segments.at(-1);
    if (symbol === ']' && open?.to === Infinity) open.to = sample;
  }
  return segments;
}
