import { isEscalation, type AlarmEvent, type AlarmKind, type AlarmLabel } from '@beatwatch/contracts';
import type { Texts } from '../texts/texts.ts';
import { changedUs } from './alarm-moment.ts';
import { formatDecimal, formatScore } from './numbers.ts';
import { formatDuration, formatMoment } from './time.ts';

/** An alarm's name. A rate is extreme beyond the usual limits alone, where its priority is high; not beyond those of a patient. */
export function alarmName(
  { alarms }: Texts,
  { kind, priority }: Pick<AlarmEvent, 'kind'> & Partial<Pick<AlarmEvent, 'priority'>>,
): string {
  const ofHigh: Readonly<Partial<Record<AlarmKind, string>>> = alarms.highKinds;
  return (priority === 'high' ? ofHigh[kind] : undefined) ?? alarms.kinds[kind];
}

/** Who said whether an alarm was right: `Marked true by Kim`. */
export const formatLabel = ({ alarms }: Texts, label: AlarmLabel, actor = alarms.staff): string =>
  alarms.markedBy[label](actor);

/** Alarm with its measurement: `Ventricular run: 5 beats at 172 bpm`. */
export function formatAlarm(t: Texts, alarm: Pick<AlarmEvent, 'kind' | 'priority' | 'evidence'>): string {
  const measurement = formatMeasurement(t, alarm);
  const name = alarmName(t, alarm);
  return measurement === undefined ? name : `${name}: ${measurement}`;
}

type Measurement = (t: Texts, evidence: AlarmEvent['evidence']) => string | undefined;

const beatsOf = ({ alarms }: Texts, { beatTimesUs }: AlarmEvent['evidence']): string =>
  alarms.measured.beats(beatTimesUs.length);

const beatsAtRate: Measurement = (t, evidence) =>
  evidence.measure === undefined
    ? beatsOf(t, evidence)
    : t.alarms.measured.beatsAtRate(beatsOf(t, evidence), Math.round(evidence.measure));

/** The measurement as text, where the evidence has one. */
const measured =
  (format: (texts: Texts['alarms']['measured'], measure: number, t: Texts) => string): Measurement =>
  (t, { measure }) =>
    measure === undefined ? undefined : format(t.alarms.measured, measure, t);

const noBeat = measured((texts, seconds, t) => texts.noBeatFor(formatDecimal(t, seconds, 1)));

const measurements: Readonly<Record<AlarmKind, Measurement>> = {
  'ventricular-fibrillation': measured((texts, index, t) =>
    texts.fibrillationIndex(formatDecimal(t, index, 2)),
  ),
  asystole: noBeat,
  'ventricular-tachycardia': beatsAtRate,
  'extreme-bradycardia': beatsAtRate,
  'extreme-tachycardia': beatsAtRate,
  'ventricular-run': beatsAtRate,
  pause: noBeat,
  'atrial-fibrillation': measured((texts, share) => texts.ofLastHour(Math.round(100 * share))),
  bigeminy: measured((texts, beats) => (beats === 2 ? texts.everySecondBeat : texts.everyThirdBeat)),
  'frequent-ectopy': measured((texts, perMinute) => texts.ectopicPerMinute(Math.round(perMinute))),
  'anomaly-burst': (t, evidence) =>
    evidence.threshold === undefined
      ? beatsOf(t, evidence)
      : t.alarms.measured.beatsAbove(beatsOf(t, evidence), formatScore(t, evidence.threshold)),
  'no-data': measured((texts, seconds) => texts.nothingFor(formatDuration(seconds))),
  'lead-off': (t) => t.alarms.measured.noContact,
  'poor-signal': measured((texts, index, t) => texts.qualityIndex(formatDecimal(t, index, 2))),
};

/** Measurement when the alarm was raised or last changed: `5 beats at 172 bpm`; undefined if nothing was measured. */
export const formatMeasurement = (
  t: Texts,
  { kind, evidence }: Pick<AlarmEvent, 'kind' | 'evidence'>,
): string | undefined => measurements[kind](t, evidence);

/** State of an alarm, and who acknowledged it. */
export function formatAlarmState(
  t: Texts,
  alarm: Pick<
    AlarmEvent,
    'state' | 'actor' | 'changeNumber' | 'timeUs' | 'raisedTimeUs' | 'evidence' | 'reason' | 'escalated'
  >,
): string {
  const { state: texts, staff } = t.alarms;
  switch (alarm.state) {
    case 'active':
      if (alarm.escalated) return texts.escalated;
      return alarm.changeNumber > 1 ? texts.raisedAgain : texts.notAcknowledged;
    case 'acknowledged':
      return texts.acknowledgedBy(alarm.actor ?? staff);
    case 'latched':
      return alarm.escalated ? texts.escalatedOver : texts.endedNotSeen(formatMoment(t, changedUs(alarm)));
    case 'resolved':
      if (alarm.reason === 'discharged') return texts.overDischarged;
      return alarm.actor === undefined || alarm.reason !== undefined
        ? texts.over
        : texts.overAcknowledgedBy(alarm.actor);
  }
}

/** One line of an alarm's history. */
export function formatAlarmChange(
  { alarms: { change: texts, priorities, staff } }: Texts,
  event: Pick<AlarmEvent, 'state' | 'actor' | 'changeNumber' | 'priority' | 'reason' | 'escalated'>,
  before: Pick<AlarmEvent, 'state' | 'priority' | 'escalated'> | undefined,
): string {
  const { actor } = event;
  if (before !== undefined && isEscalation(event, before)) return texts.escalated;
  if (event.reason === 'discharged')
    return actor === undefined ? texts.discharged : texts.dischargedBy(actor);
  if (event.reason === 'standby') return texts.awayBy(actor ?? staff);
  if (event.reason !== undefined) {
    const gone = event.reason === 'signal-ended' ? texts.signalEnded : texts.nothingReceived;
    return gone + (event.state === 'latched' ? texts.overNotAcknowledged : texts.endedByItself);
  }
  switch (event.state) {
    case 'active':
      if (before === undefined) return texts.raised(priorities[event.priority]);
      return before.priority === event.priority
        ? texts.raisedAgain
        : texts.raisedAgainNow(priorities[event.priority]);
    case 'acknowledged':
      return actor === undefined ? texts.cameBack : texts.acknowledged(actor);
    case 'latched':
      return texts.latched;
    case 'resolved':
      if (before?.state !== 'latched') return texts.over;
      return actor === undefined ? texts.acknowledgedOver : texts.acknowledgedOverBy(actor);
  }
}
