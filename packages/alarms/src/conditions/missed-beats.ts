import type { KnownBeat, LeadState } from '../state.ts';

/** Reach of a beat's own QRS complex around its R peak. */
const reachUs = 100_000;

/**
 * Heights in the band of QRS complexes, over that of the usual beat, of a lead's usable seconds between the R peaks of
 * consecutive heart beats: one about as tall as a beat hides a beat that was passed over, or noise as tall.
 * @returns empty where no second lies between R peaks, or where the heights are not known
 */
export function sharesBetween(beats: readonly KnownBeat[], { seconds }: LeadState): number[] {
  const first = beats[0];
  const last = beats.at(-1);
  if (first === undefined || last === undefined) return [];
  const peaksUs = [...beats.map(({ timeUs }) => timeUs), last.endTimeUs];
  return seconds.flatMap(({ timeUs, endTimeUs, usable, qrsShare }) => {
    const isWithin = timeUs >= first.timeUs && endTimeUs <= last.endTimeUs;
    const hasPeak = peaksUs.some((peakUs) => peakUs >= timeUs - reachUs && peakUs <= endTimeUs + reachUs);
    return usable && isWithin && !hasPeak ? (qrsShare ?? []) : [];
  });
}
