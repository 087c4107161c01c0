import type { Strip } from '@beatwatch/report';
import type { JudgedRun } from '../../alarm-outcomes/judge-alarms.ts';
import type { EcgRecording } from '../../live-path/ecg-recording.ts';
import { clock } from '../../reporting/format.ts';
import { falseAlarmStrips, missedEventStrips } from '../../strips/outcome-strips.ts';
import { recordingStrip } from '../../strips/recording-strip.ts';
import { anomalyScoreName, liveDetector } from './scored-beats.ts';
import type { ScoredBeat } from '../../ranking/beat-figures.ts';

export interface WorstStrips {
  readonly missedEvents: readonly Strip[];
  readonly falseAlarms: readonly Strip[];
  /** With the share of normal beats that each ranks below, to choose among records. */
  readonly beats: readonly { readonly strip: Strip; readonly wrongness: number }[];
}

/** Strips of one record's worst errors. */
export function worstStrips(
  leads: readonly [EcgRecording, ...EcgRecording[]],
  judged: Pick<JudgedRun, 'events' | 'falseAlarms'>,
  beats: readonly ScoredBeat[],
): WorstStrips {
  const [first] = leads;
  return {
    missedEvents: missedEventStrips(first, judged),
    falseAlarms: falseAlarmStrips(leads, judged),
    beats: worstBeats(first, beats),
  };
}

/** The beats of class V and S with the lowest scores, if normal beats rank above them. */
function worstBeats(
  recording: EcgRecording,
  beats: readonly ScoredBeat[],
): { readonly strip: Strip; readonly wrongness: number }[] {
  const scoreOf = ({ scores }: ScoredBeat): number => scores[anomalyScoreName] ?? 0;
  const normals = beats.filter(({ aamiClass }) => aamiClass === 'N');
  const strip = (beat: ScoredBeat, title: string): Strip =>
    recordingStrip(recording, {
      title: `Record ${recording.name} at ${clock(beat.seconds)}: ${title}`,
      aroundSeconds: beat.seconds,
      markers: [{ seconds: beat.seconds, label: `anomaly score ${scoreOf(beat).toFixed(1)}`, kind: 'event' }],
    });
  const wrong = (['V', 'S'] as const).flatMap((kind) => {
    const rankingOf = ({ scores }: ScoredBeat): number => scores[liveDetector[kind]] ?? 0;
    const members = beats.filter(({ aamiClass }) => aamiClass === kind);
    const lowest = members.toSorted((a, b) => rankingOf(a) - rankingOf(b))[0];
    if (lowest === undefined || normals.length === 0) return [];
    const below = normals.filter((normal) => rankingOf(normal) >= rankingOf(lowest)).length / normals.length;
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
