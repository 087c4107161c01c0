import type { AlarmEvent } from '@beatwatch/contracts';
import { atrialFibrillation, withAtrialLogOdds } from '../conditions/atrial-fibrillation.ts';
import { over } from '../conditions/condition.ts';
import { ectopyWindowUs, frequentEctopy } from '../conditions/ectopy.ts';
import { fibrillation, leadOff, poorSignal } from '../conditions/signal.ts';
import { asystole, pause, type Standstill } from '../conditions/standstill.ts';
import { ventricularRhythm } from '../conditions/ventricular-tachycardia.ts';
import type { LeadState } from '../state.ts';
import { decideSettledBeats } from './beats.ts';
import type { PatientAlarms } from './patient-alarms.ts';
import { decideWaitingBeats, waitingBeats } from './waiting-beats.ts';

/** Decides on all kinds when a second has ended in every lead. */
export function decideSecond(alarms: PatientAlarms, nowUs: number): AlarmEvent[] {
  const { settings } = alarms;
  const { seconds } = alarms.state;
  const poor = poorSignal(seconds, settings.poorSignal);
  alarms.change({ poor: poor.is === 'met' || (poor.is !== 'over' && alarms.state.poor) });
  const present = alarms.presentLeads(nowUs);
  return [
    ...alarms.decide('lead-off', leadOff(seconds, settings.leadOff), nowUs),
    ...alarms.decide('poor-signal', poor, nowUs),
    ...alarms.decide('ventricular-fibrillation', fibrillation(seconds, settings.fibrillation), nowUs),
    ...decideSettledBeats(alarms, nowUs),
    ...decideWaitingBeats(alarms, nowUs),
    ...decideRhythm(alarms, nowUs),
    ...decideStandstill(alarms, { leads: present, nowUs, seconds }),
    ...decideEctopy(alarms, nowUs),
    ...decideAtrial(alarms, present, nowUs),
  ];
}

function decideRhythm(alarms: PatientAlarms, nowUs: number): AlarmEvent[] {
  const { settings, state } = alarms;
  const beats = [...state.beats, ...waitingBeats(state, settings)];
  const rhythm = ventricularRhythm(beats, state.seconds, settings.ventricularTachycardia);
  return alarms.decide('ventricular-tachycardia', rhythm, nowUs);
}

function decideStandstill(alarms: PatientAlarms, known: Standstill): AlarmEvent[] {
  const { settings } = alarms;
  const standing = alarms.decide('asystole', asystole(known, settings), known.nowUs);
  const { open, closed, beats } = alarms.state;
  const asystoleUs = (open.asystole ?? closed.asystole)?.event.raisedTimeUs ?? 0;
  const after = [...beats, ...waitingBeats(alarms.state, settings)].filter(
    ({ timeUs }) => timeUs > asystoleUs,
  );
  const paused = alarms.isOngoing('asystole') ? over : pause(after, known, settings);
  return [...standing, ...alarms.decide('pause', paused, known.nowUs)];
}

function decideEctopy(alarms: PatientAlarms, nowUs: number): AlarmEvent[] {
  const { ventricularTimesUs, beats, beatsSinceUs: sinceUs } = alarms.state;
  const timesUs = ventricularTimesUs.filter((timeUs) => timeUs > nowUs - ectopyWindowUs);
  alarms.change({ ventricularTimesUs: timesUs });
  if (beats.length === 0) return [];
  const ectopy = frequentEctopy({ timesUs, sinceUs, nowUs }, beats, alarms.settings.frequentEctopy);
  return alarms.decide('frequent-ectopy', ectopy, nowUs);
}

function decideAtrial(alarms: PatientAlarms, present: readonly LeadState[], nowUs: number): AlarmEvent[] {
  const rule = alarms.settings.atrialFibrillation;
  const atrial = withAtrialLogOdds(alarms.state.atrial, present, nowUs, rule);
  alarms.change({ atrial });
  return alarms.decide('atrial-fibrillation', atrialFibrillation(atrial), nowUs);
}
