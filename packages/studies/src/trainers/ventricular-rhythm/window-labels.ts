import { bedsideAlarm, type BedsideAlarm } from '../../alarm-outcomes/bedside-alarm.ts';
import { secondsOf, type EcgRecording } from '../../live-path/ecg-recording.ts';
import { annotatedBeats } from '../../reference/annotated-beats.ts';
import { annotatedRhythms, isRhythm } from '../../reference/annotated-rhythms.ts';
import { fibrillationEpisodes } from '../../reference/rhythm-events.ts';

/** Whether the ten seconds up to a time show a ventricular tachyarrhythmia; undefined where nobody knows. */
export type WindowLabel = (endSeconds: number) => boolean | undefined;

interface Span {
  readonly from: number;
  readonly to: number;
}

const windowSeconds = 10;
/** Of the window, from which it shows the rhythm, where rhythms are annotated. */
const mostSeconds = 4;

/** What the annotations or header comments of a recording say of its windows. */
export function windowLabel(recording: EcgRecording, dataSet: string): WindowLabel {
  if (dataSet === 'cinc2015') return bedsideLabel(recording);
  const { annotations, samplingRateHz } = recording;
  if (annotations.length === 0) return () => false;
  const fibrillation = fibrillationEpisodes(annotations, samplingRateHz, secondsOf(recording)).map(
    ({ onsetSeconds, endSeconds }) => ({ from: onsetSeconds, to: endSeconds }),
  );
  const rhythms = annotatedRhythms(annotations, samplingRateHz, secondsOf(recording));
  const tachycardia = rhythms
    .filter((rhythm) => isRhythm(rhythm, 'ventricular-tachycardia'))
    .map(({ fromSeconds, toSeconds }) => ({ from: fromSeconds, to: toSeconds }));
  const runs = ventricularRuns(recording);
  // Where beats are annotated, a rhythm named VT may have runs of three beats, at any rate: the beats decide.
  const hasClasses = dataSet !== 'cudb' && annotatedBeats(annotations, samplingRateHz).length > 0;
  const positive = [...fibrillation, ...(hasClasses ? runs.fast : tachycardia)];
  const doubtful = hasClasses ? [...runs.all, ...tachycardia] : [];
  return (endSeconds) => {
    const window = { from: endSeconds - windowSeconds, to: endSeconds };
    const shown = positive.reduce((sum, span) => sum + overlap(span, window), 0);
    if (shown >= mostSeconds || runs.fast.some((run) => isWithin(run, window))) return true;
    if (shown > 0 || doubtful.some((span) => overlap(span, window) > 0)) return undefined;
    // cudb calls everything before the last fibrillation normal.
    return dataSet === 'cudb' ? undefined : false;
  };
}

/** Seconds around the alarm at 5:00 in which its rhythm is shown, and those in which a false one is judged. */
const alarmSeconds = 300;
const shownFrom = 296;
const judgedFrom = 290;

/** Whether a bedside alarm is about a ventricular tachyarrhythmia. */
export const isVentricular = ({ kind }: Pick<BedsideAlarm, 'kind'>): boolean =>
  kind === 'Ventricular_Tachycardia' || kind === 'Ventricular_Flutter_Fib';

/** An alarm of intensive care: what happened before it is not known, but for alarms about something else. */
function bedsideLabel({ comments }: EcgRecording): WindowLabel {
  const alarm = bedsideAlarm(comments);
  if (alarm === undefined) return () => undefined;
  return (endSeconds) => {
    if (isVentricular(alarm) && alarm.isTrue) {
      return endSeconds >= shownFrom && endSeconds <= alarmSeconds + 1 ? true : undefined;
    }
    return endSeconds >= judgedFrom && endSeconds <= alarmSeconds + 1 ? false : undefined;
  };
}

/** Ventricular runs by annotated beats: five or more at over 100 bpm, and all of three or more. */
function ventricularRuns({ annotations, samplingRateHz }: EcgRecording): {
  readonly fast: readonly Span[];
  readonly all: readonly Span[];
} {
  const beats = annotatedBeats(annotations, samplingRateHz);
  const fast: Span[] = [];
  const all: Span[] = [];
  for (let first = 0; first < beats.length; first += 1) {
    if (beats[first]?.aamiClass !== 'V') continue;
    let last = first;
    while (beats[last + 1]?.aamiClass === 'V') last += 1;
    const span = { from: beats[first]?.seconds ?? 0, to: beats[last]?.seconds ?? 0 };
    const rateBpm = (60 * (last - first)) / (span.to - span.from);
    if (last - first >= 2) all.push(span);
    if (last - first >= 4 && rateBpm > 100) fast.push(span);
    first = last;
  }
  return { fast, all };
}

const overlap = (one: Span, other: Span): number =>
  Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
const isWithin = (run: Span, window: Span): boolean => run.from >= window.from && run.to <= window.to;
