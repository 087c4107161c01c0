import type { QualityResponse } from '../server/responses.ts';

/** Time of poor, missing or late signal. */
export interface SignalSegment {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly kind: 'poor' | 'gap' | 'late';
}

/** Shorter gaps are lost packets, invisible on an axis of hours. */
const shortestGapUs = 1e6;

/** Joins neighbouring buckets. Leaves out short gaps and those of clocks that were set back, which have no length. */
export function signalSegments({ bucketUs, poor, gaps, lateMinutesUs }: QualityResponse): SignalSegment[] {
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

/** @param timesUs starts of the buckets, in order */
function joined(timesUs: readonly number[], widthUs: number, kind: SignalSegment['kind']): SignalSegment[] {
  const segments: { fromSeconds: number; toSeconds: number; kind: SignalSegment['kind'] }[] = [];
  for (const timeUs of timesUs) {
    const last = segments.at(-1);
    const toSeconds = (timeUs + widthUs) / 1e6;
    if (last !== undefined && timeUs / 1e6 - last.toSeconds < 1e-3) last.toSeconds = toSeconds;
    else segments.push({ fromSeconds: timeUs / 1e6, toSeconds, kind });
  }
  return segments;
}
