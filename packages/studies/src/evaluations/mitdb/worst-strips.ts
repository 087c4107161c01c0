import type { Strip } from '@beatwatch/report';
import type { JudgedRun } from '../../alarm-outcomes/judge-alarms.ts';
import type { EcgRecording } from '../../live-path/ecg-recording.ts';
import { clock, kindTitle } from '../../reporting/format.ts';
import { recordingStrip } from '../../strips/recording-strip.ts';
import { alarmStrip } from '../../strips/alarm-strip.ts';
import { liveDetector } from './scored-beats.ts';
import type { ScoredBeat } from '../../ranking/beat-figures.ts';

export interface WorstStrips {
  readonly missedEvents: readonly Strip[];
  readonly falseAlarms: readonly Strip[];
  /** With the share of normal beats that each ranks below, to choose among records. */
  readonly beats: readonly { readonly strip: Strip; readonly wrongness: number }[];
}

/** Of one record at most. */
const most = { missedEvents: 6, falseAlarms: 4 } as const;

/** Strips of one record's worst errors. */
export function worstStrips(
  recording: EcgRecording,
  judged: Pick<JudgedRun, 'events' | 'falseAlarms'>,
  beats: readonly ScoredBeat[],
): WorstStrips {
  const missed = judged.events.filter(({ secondsToAlarm }) => secondsToAlarm === undefined);
  return {
    missedEvents: missed.slice(0, most.missedEvents).map(({ kind, onsetSeconds, beats: count }) =>
      recordingStrip(recording, {
        title: `Record ${recording.name} at ${clock(onsetSeconds)}: ${kindTitle(kind)}${count === undefined ? '' : ` of ${count} beats`} without an alarm`,
        aroundSeconds: onsetSeconds + 2,
        markers: [{ seconds: onsetSeconds, label: 'onset', kind: 'event' }],
      }),
    ),
    falseAlarms: judged.falseAlarms
      .slice(0, most.falseAlarms)
      .map((alarm) => alarmStrip(recording, alarm, 'false alarm')),
    beats: worstBeats(recording, beats),
  };
}

/** The beats of class V and S with the lowest scores, if normal beats rank above them. */
function worstBeats(
  recording: EcgRecording,
  beats: readonly ScoredBeat[],
): { readonly strip: Strip; readonly wrongness: number }[] {
  const scoreOf = ({ scores }: ScoredBeat): number => scores[liveDetector] ?? 0;
  const normals = beats.filter(({ aamiClass }) => aamiClass === 'N');
  const usual = normals.map(scoreOf).toSorted((a, b) => a - b);
  /** Share of the record's normal beats with a lower score. */
  const rankOf = (beat: ScoredBeat): number =>
    usual.filter((score) => score < scoreOf(beat)).length / Math.max(1, usual.length);
  const strip = (beat: ScoredBeat, title: string): Strip =>
    recordingStrip(recording, {
      title: `Record ${recording.name} at ${clock(beat.seconds)}: ${title}`,
      aroundSeconds: beat.seconds,
      markers: [{ seconds: beat.seconds, label: `anomaly score ${scoreOf(beat).toFixed(1)}`, kind: 'event' }],
    });
  const wrong = (['V', 'S'] as const).flatMap((kind) => {
    const members = beats.filter(({ aamiClass }) => aamiClass === kind);
    const lowest = members.toSorted((a, b) => scoreOf(a) - scoreOf(b))[0];
    if (lowest === undefined || usual.length === 0) return [];
    const below = 1 - rankOf(lowest);
    return [
      {
        strip: strip(
          lowest,
          `a beat of class ${kind} below ${(100 * below).toFixed(0)} % of the normal beats`,
        ),
        wrongness: below,
      },
    ];
  });
  return wrong.filter(({ wrongness }) => wrongness > 0.05);
}
