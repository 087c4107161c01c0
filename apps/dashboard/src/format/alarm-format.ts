import {
  alarmName,
  isEscalation,
  type AlarmEvent,
  type AlarmKind,
  type AlarmLabel,
  type AlarmPriority,
} from '@beatwatch/contracts';
import { formatCount, formatScore } from './numbers.ts';
import { changedUs } from './alarm-moment.ts';
import { formatDuration, formatMoment } from './time.ts';

export { alarmName };

export const priorityNames: Readonly<Record<AlarmPriority, string>> = {
  high: 'high priority',
  medium: 'medium priority',
  low: 'low priority',
};

export const labelNames: Readonly<Record<AlarmLabel, string>> = { true: 'True alarm', false: 'False alarm' };

/** Who said whether an alarm was right: `Marked true by Kim`. */
export const formatLabel = (label: AlarmLabel, actor = 'staff'): string => `Marked ${label} by ${actor}`;

/** Alarm with its measurement: `Ventricular run: 5 beats at 172 bpm`. */
export function formatAlarm(alarm: Pick<AlarmEvent, 'kind' | 'priority' | 'evidence'>): string {
  const measurement = formatMeasurement(alarm.kind, alarm.evidence);
  return measurement === undefined ? alarmName(alarm) : `${alarmName(alarm)}: ${measurement}`;
}

type Measurement = (evidence: AlarmEvent['evidence']) => string | undefined;

const beatsOf = ({ beatTimesUs }: AlarmEvent['evidence']): string => formatCount(beatTimesUs.length, 'beat');

const beatsAtRate: Measurement = (evidence) =>
  evidence.measure === undefined
    ? beatsOf(evidence)
    : `${beatsOf(evidence)} at ${Math.round(evidence.measure)} bpm`;

/** The measurement as text, where the evidence has one. */
const measured =
  (format: (measure: number) => string): Measurement =>
  ({ measure }) =>
    measure === undefined ? undefined : format(measure);

const measurements: Readonly<Record<AlarmKind, Measurement>> = {
  'ventricular-fibrillation': measured((index) => `fibrillation index ${index.toFixed(2)} of 1`),
  asystole: measured((seconds) => `no beat for ${seconds.toFixed(1)} s`),
  'ventricular-tachycardia': beatsAtRate,
  'extreme-bradycardia': beatsAtRate,
  'extreme-tachycardia': beatsAtRate,
  'ventricular-run': beatsAtRate,
  pause: measured((seconds) => `no beat for ${seconds.toFixed(1)} s`),
  'atrial-fibrillation': measured((share) => `${Math.round(100 * share)} % of the last hour`),
  bigeminy: measured((beats) => `every ${beats === 2 ? 'second' : 'third'} beat`),
  'frequent-ectopy': measured((perMinute) => `${Math.round(perMinute)} ectopic beats a minute`),
  'anomaly-burst': (evidence) =>
    evidence.threshold === undefined
      ? beatsOf(evidence)
      : `${beatsOf(evidence)} above the threshold of ${formatScore(evidence.threshold)}`,
  'no-data': measured((seconds) => `nothing for ${formatDuration(seconds)}`),
  'lead-off': () => 'the electrode has no contact',
  'poor-signal': measured((index) => `quality index ${index.toFixed(2)} of 1`),
};

/** Measurement when the alarm was raised or last changed: `5 beats at 172 bpm`; undefined if nothing was measured. */
export const formatMeasurement = (kind: AlarmKind, evidence: AlarmEvent['evidence']): string | undefined =>
  measurements[kind](evidence);

/** State of an alarm, and who acknowledged it. */
export function formatAlarmState(
  alarm: Pick<
    AlarmEvent,
    'state' | 'actor' | 'changeNumber' | 'timeUs' | 'raisedTimeUs' | 'evidence' | 'reason' | 'escalated'
  >,
): string {
  switch (alarm.state) {
    case 'active':
      if (alarm.escalated) return 'ESCALATED: nobody has taken it';
      return alarm.changeNumber > 1 ? 'Raised again, not acknowledged' : 'Not acknowledged';
    case 'acknowledged':
      return `Acknowledged by ${alarm.actor ?? 'staff'}`;
    case 'latched':
      return alarm.escalated
        ? 'ESCALATED: over, nobody has seen it'
        : `Ended ${formatMoment(changedUs(alarm))}, not yet seen`;
    case 'resolved':
      if (alarm.reason === 'discharged') return 'Over, patient discharged';
      return alarm.actor === undefined || alarm.reason !== undefined
        ? 'Over'
        : `Over, acknowledged by ${alarm.actor}`;
  }
}

/** One line of an alarm's history. */
export function formatAlarmChange(
  event: Pick<AlarmEvent, 'state' | 'actor' | 'changeNumber' | 'priority' | 'reason' | 'escalated'>,
  before: Pick<AlarmEvent, 'state' | 'priority' | 'escalated'> | undefined,
): string {
  const by = event.actor === undefined ? '' : ` by ${event.actor}`;
  if (before !== undefined && isEscalation(event, before)) return 'Escalated, since nobody had taken it';
  if (event.reason === 'discharged') return `Ended: patient discharged${by}`;
  if (event.reason === 'standby') return `Ended: patient away, said${by === '' ? ' by staff' : by}`;
  if (event.reason !== undefined) {
    const gone =
      event.reason === 'signal-ended' ? 'The signal has ended: ' : 'Nothing received for very long: ';
    return gone + (event.state === 'latched' ? 'over, not acknowledged yet' : 'ended by itself');
  }
  switch (event.state) {
    case 'active':
      if (before === undefined) return `Raised, ${priorityNames[event.priority]}`;
      return before.priority === event.priority
        ? 'Raised again'
        : `Raised again, now ${priorityNames[event.priority]}`;
    case 'acknowledged':
      return event.actor === undefined ? 'Came back, seen before' : `Acknowledged${by}`;
    case 'latched':
      return 'Over, not acknowledged yet';
    case 'resolved':
      return before?.state === 'latched' ? `Acknowledged${by} after it was over` : 'Over';
  }
}
