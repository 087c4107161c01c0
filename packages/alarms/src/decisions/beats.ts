import type { AlarmEvent, AlarmKind } from '@beatwatch/contracts';
import { anomalyBurst } from '../conditions/anomaly-burst.ts';
import type { Condition } from '../conditions/condition.ts';
import { bigeminy } from '../conditions/ectopy.ts';
import { bradycardia, tachycardia } from '../conditions/heart-rate.ts';
import { ventricularRun } from '../conditions/ventricular-run.ts';
import { ventricularTachycardia } from '../conditions/ventricular-tachycardia.ts';
import { knownBeat } from '../leads/heart-beats.ts';
import type { KnownBeat, LeadState } from '../state.ts';
import { withBeat } from '../windows.ts';
import type { PatientAlarms } from './patient-alarms.ts';

/** Decides what a beat that is evidence brings about; undefined: one in a signal that is not. */
export function decideBeat(
  alarms: PatientAlarms,
  beat: KnownBeat | undefined,
  { present, nowUs }: { readonly present: readonly LeadState[]; readonly nowUs: number },
): AlarmEvent[] {
  const { settings } = alarms;
  // R peaks that the detector reports during fibrillation mean nothing.
  if (beat === undefined || alarms.isOngoing('ventricular-fibrillation')) {
    alarms.replace({ ...alarms.state, beats: [] });
    return [];
  }
  alarms.replace(withBeat(alarms.state, beat, settings));
  const { beats, seconds } = alarms.state;
  const decide = (kind: AlarmKind, condition: Condition): readonly AlarmEvent[] =>
    alarms.decide(kind, condition, nowUs);
  return [
    ...decide(
      'ventricular-tachycardia',
      ventricularTachycardia(beats, seconds, settings.ventricularTachycardia),
    ),
    ...decide('extreme-bradycardia', bradycardia(beats, present, settings)),
    ...decide('extreme-tachycardia', tachycardia(beats, settings.tachycardia)),
    ...decide('ventricular-run', ventricularRun(beats, settings.ventricularRun)),
    ...decide('bigeminy', bigeminy(beats, settings.bigeminy)),
    ...decide('anomaly-burst', anomalyBurst(beats, settings.anomalyBurst)),
  ];
}

/** Turns waiting beats whose signal has been good for long enough after them into evidence, one by one. */
export function decideSettledBeats(
  alarms: PatientAlarms,
  present: readonly LeadState[],
  nowUs: number,
): AlarmEvent[] {
  const untilUs = nowUs - alarms.settings.signal.settleMs * 1000;
  const events: AlarmEvent[] = [];
  for (let first = alarms.state.waiting[0]; first !== undefined; first = alarms.state.waiting[0]) {
    const { waiting, leads } = alarms.state;
    if (first.endTimeUs > untilUs) break;
    const beat = knownBeat(first, waiting[1]?.timeUs, leads, alarms.settings);
    alarms.replace({ ...alarms.state, waiting: waiting.slice(1) });
    events.push(...decideBeat(alarms, beat, { present, nowUs }));
  }
  return events;
}
