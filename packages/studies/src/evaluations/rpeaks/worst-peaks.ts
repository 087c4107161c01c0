import type { Strip } from '@beatwatch/report';
import { secondsOf, type EcgRecording } from '../../live-path/ecg-recording.ts';
import { recordingStrip } from '../../strips/recording-strip.ts';
import { matchPeaksOf } from '../../reference/peak-score.ts';
import { annotatedSpan } from './live-peaks.ts';

/** Strips of one record at most. */
const most = 2;
/** Errors closer than this share a strip. */
const togetherSeconds = 6;

/** The places where a record's R peaks are wrong most often: missed beats and false peaks. */
export function worstPeakStrips(recording: EcgRecording, peaks: readonly number[]): Strip[] {
  const { name, lead, annotations, samplingRateHz } = recording;
  const { missed, extra } = matchPeaksOf(peaks, {
    annotations,
    samplingRateHz,
    recordSeconds: secondsOf(recording),
    within: [annotatedSpan(recording)],
  });
  const errors = [
    ...missed.map(({ seconds }) => ({ seconds, label: 'missed', kind: 'event' as const })),
    ...extra.map((seconds) => ({
      seconds,
      label: 'no beat',
      kind: 'event' as const,
      colour: 'purple' as const,
    })),
  ].sort((a, b) => a.seconds - b.seconds);
  const groups: (typeof errors)[] = [];
  for (const error of errors) {
    const group = groups.at(-1);
    if (group?.[0] !== undefined && error.seconds - group[0].seconds < togetherSeconds) group.push(error);
    else groups.push([error]);
  }
  return groups
    .toSorted((a, b) => b.length - a.length)
    .slice(0, most)
    .map((group) => {
      const [first, last] = [group[0]?.seconds ?? 0, group.at(-1)?.seconds ?? 0];
      return recordingStrip(recording, {
        title: `Record ${name}, ${lead}: ${group.length} wrong`,
        aroundSeconds: (first + last) / 2,
        markers: group,
      });
    });
}
