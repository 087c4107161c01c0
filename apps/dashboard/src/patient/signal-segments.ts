import type { QualityAnswer } from '../server/answers.ts';

/** A stretch of time of which something is known of the signal itself. */
export interface SignalSegment {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly kind: 'poor' | 'gap' | 'late';
}

/** Gaps of less than this are lost packets, nothing to be seen on an axis of hours. */
const shortestGapUs = 1e6;

/** Neighbouring buckets become one stretch. Gaps are those where data are missing: a clock set back leaves none. */
export function signalSegments({ bucketUs, poor, gaps, lateMinutesUs }: QualityAnswer): SignalSegment[] {
  return [
    ...joined(
      poor.map(({ timeUs }) => timeUs),
      bucketUs,
      'poor',
    ),
    ...gaps
      .filter(({ fromUs, toUs }) => toUs - fromUs >= shortestGapUs)
      .map(({ fromUs, toUs }) => ({
        fromSeconds: fromUs / 1e6,
        toSeconds: toUs / 1e6,
        kind: 'gap' as const,
      })),
    ...joined(lateMinutesUs, 60e6, 'late'),
  ];
}

/** @param timesUs starts, in order */
function joined(timesUs: readonly number[], widthUs: number, kind: SignalSegment['kind']): SignalSegment[] {
  const stretches: { fromSeconds: number; toSeconds: number; kind: SignalSegment['kind'] }[] = [];
  for (const timeUs of timesUs) {
    const last = stretches.at(-1);
    const toSeconds = (timeUs + widthUs) / 1e6;
    if (last !== undefined && timeUs / 1e6 - last.toSeconds < 1e-3) last.toSeconds = toSeconds;
    else stretches.push({ fromSeconds: timeUs / 1e6, toSeconds, kind });
  }
  return stretches;
}
