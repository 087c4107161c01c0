import { isTechnical } from '@beatwatch/contracts';
import { secondsOf, type EcgRecording } from '../live-path/ecg-recording.ts';
import type { LiveRun } from '../live-path/live-run.ts';
import { alarmReference, type ReferenceOptions } from '../reference/alarm-reference.ts';
import { isRhythm } from '../reference/annotated-rhythms.ts';
import { rhythmEvents } from '../reference/rhythm-events.ts';
import type { AlarmOutcome } from './alarm-figures.ts';
import { alarmedEvents, alarmHistory, technicalSeconds, type AlarmHistory } from './alarm-outcome.ts';
import { judgeClinicalAlarms, type Verdict } from './alarm-verdicts.ts';
import type { RaisedAlarm } from './alarm-outcome.ts';
import type { ListedAlarm } from './listed-alarm.ts';
import { overlapSeconds } from './overlap.ts';

/** The alarms of one recording judged by its reference annotations, with the false ones in full. */
export interface JudgedRun extends AlarmOutcome {
  readonly falseAlarms: readonly RaisedAlarm[];
  /** Those that the annotations support. */
  readonly trueAlarms: readonly RaisedAlarm[];
  /** Within the noisy spans; equal to `technicalSeconds` if there are none. */
  readonly noisyTechnicalSeconds: number;
}

export interface JudgeOptions extends ReferenceOptions {
  /** Spans with added noise, in seconds. Default: none */
  readonly noisy?: readonly { readonly from: number; readonly to: number }[] | undefined;
}

export function judgeAlarms(
  recording: EcgRecording,
  run: Pick<LiveRun, 'alarmEvents'>,
  { noisy, ...options }: JudgeOptions = {},
): JudgedRun {
  const { name, annotations, samplingRateHz } = recording;
  const recordSeconds = secondsOf(recording);
  const reference = alarmReference(annotations, samplingRateHz, recordSeconds, options);
  const history = alarmHistory(run.alarmEvents, recordSeconds);
  const judged = annotations.length === 0 ? [] : judgeClinicalAlarms(history, reference);
  const raisedOf = (verdict: Verdict): RaisedAlarm[] =>
    judged.flatMap((alarm) => (alarm.verdict === verdict ? [alarm.raised] : []));
  const verdictOf = new Map(judged.map(({ raised, verdict }) => [raised, verdict]));
  const atrial = reference.rhythms
    .filter((rhythm) => isRhythm(rhythm, 'atrial-fibrillation'))
    .map(({ fromSeconds, toSeconds }) => ({ from: fromSeconds, to: toSeconds }));
  const alarmed = history.open.filter(({ kind }) => kind === 'atrial-fibrillation');
  return {
    name,
    recordSeconds,
    alarms: history.raised.map((raised) => listed(raised, verdictOf.get(raised))),
    open: spansOf(history.open),
    latched: spansOf(history.latched),
    events: alarmedEvents(rhythmEvents(annotations, samplingRateHz, recordSeconds), history),
    atrialFibrillation: {
      annotatedSeconds: atrial.reduce((sum, { from, to }) => sum + to - from, 0),
      alarmedSeconds: alarmed.reduce((sum, { from, to }) => sum + to - from, 0),
      bothSeconds: overlapSeconds(atrial, alarmed),
    },
    technicalSeconds: technicalSeconds(history),
    noisyTechnicalSeconds: technicalSeconds(history, noisy),
    falseAlarms: raisedOf('refuted'),
    trueAlarms: raisedOf('right'),
  };
}

function listed({ kind, priority, seconds, event }: RaisedAlarm, verdict: Verdict | undefined): ListedAlarm {
  const { measure } = event.evidence;
  return {
    kind,
    priority,
    seconds,
    ...(measure !== undefined && { measure }),
    ...(verdict !== undefined && !isTechnical(kind) && { verdict }),
  };
}

const spansOf = (spans: AlarmHistory['open']): AlarmOutcome['open'] =>
  spans.map(({ kind, from, to }) => ({ kind, from, to }));
