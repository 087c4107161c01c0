import { alarmKinds, isTechnical, type AlarmKind } from '@beatwatch/contracts';
import { medianIfAny } from '../../ranking/beat-figures.ts';
import {
  isUnsupported,
  verdicts,
  type JudgedAlarm,
  type Verdict,
} from '../../alarm-outcomes/alarm-verdicts.ts';
import type { OnsetOutcome } from './onset-outcome.ts';

/** The onsets, alarms and length of one record. */
export interface FibrillationOutcome {
  readonly record: string;
  readonly recordSeconds: number;
  /** Outside annotated fibrillation. */
  readonly secondsOutside: number;
  readonly onsets: readonly OnsetOutcome[];
  readonly alarms: readonly Omit<JudgedAlarm, 'raised'>[];
}

export interface FibrillationFigures {
  readonly onsets: number;
  /** Onsets with a clinical alarm that was active at them or raised within 10 s. */
  readonly alarmedWithin10s: number;
  /** Absent if there is no onset. */
  readonly shareAlarmedWithin10s?: number;
  /** Onsets with the alarm of ventricular fibrillation itself. */
  readonly fibrillationAlarmWithin10s: number;
  /** To the first clinical alarm, over the onsets with an alarm. */
  readonly medianSecondsToAlarm?: number;
  readonly medianSecondsToFibrillationAlarm?: number;
  readonly hoursOutsideFibrillation: number;
  /** Clinical alarms of any kind that the annotations do not support, unchecked ones included. */
  readonly falseAlarmsPerHour: number;
  /** False alarms that the annotations contradict. */
  readonly refutedAlarmsPerHour: number;
  readonly falseFibrillationAlarms: number;
  readonly alarmsByKind: Readonly<Partial<Record<AlarmKind, Readonly<Record<Verdict, number>>>>>;
}

/** @param outcomes of one record or of several together */
export function fibrillationFigures(outcomes: readonly FibrillationOutcome[]): FibrillationFigures {
  const onsets = outcomes.flatMap((outcome) => outcome.onsets);
  const alarms = outcomes.flatMap((outcome) => outcome.alarms);
  const hours = outcomes.reduce((sum, { secondsOutside }) => sum + secondsOutside, 0) / 3600;
  const perHour = (count: number): number => (hours > 0 ? count / hours : 0);
  const alarmed = onsets.flatMap(({ secondsToAlarm }) => secondsToAlarm ?? []);
  const asFibrillation = onsets.flatMap(({ secondsToFibrillationAlarm }) => secondsToFibrillationAlarm ?? []);
  const wrong = alarms.filter(({ verdict }) => isUnsupported(verdict));
  const [toAlarm, toFibrillationAlarm] = [medianIfAny(alarmed), medianIfAny(asFibrillation)];
  return {
    onsets: onsets.length,
    alarmedWithin10s: alarmed.length,
    ...(onsets.length > 0 && { shareAlarmedWithin10s: alarmed.length / onsets.length }),
    fibrillationAlarmWithin10s: asFibrillation.length,
    ...(toAlarm !== undefined && { medianSecondsToAlarm: toAlarm }),
    ...(toFibrillationAlarm !== undefined && { medianSecondsToFibrillationAlarm: toFibrillationAlarm }),
    hoursOutsideFibrillation: hours,
    falseAlarmsPerHour: perHour(wrong.length),
    refutedAlarmsPerHour: perHour(wrong.filter(({ verdict }) => verdict === 'refuted').length),
    falseFibrillationAlarms: wrong.filter(({ kind }) => kind === 'ventricular-fibrillation').length,
    alarmsByKind: byKind(alarms),
  };
}

function byKind(alarms: FibrillationOutcome['alarms']): FibrillationFigures['alarmsByKind'] {
  const counts: Partial<Record<AlarmKind, Record<Verdict, number>>> = {};
  for (const kind of alarmKinds.filter((candidate) => !isTechnical(candidate))) {
    const found = { right: 0, misnamed: 0, refuted: 0, unchecked: 0 };
    for (const verdict of verdicts) {
      found[verdict] = alarms.filter((alarm) => alarm.kind === kind && alarm.verdict === verdict).length;
    }
    if (Object.values(found).some((count) => count > 0)) counts[kind] = found;
  }
  return counts;
}
