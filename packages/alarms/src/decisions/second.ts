import type { AlarmEvent } from '@beatwatch/contracts';
import { atrialFibrillation, withAtrialLogOdds } from '../conditions/atrial-fibrillation.ts';
import { over } from '../conditions/condition.ts';
import { ectopyWindowUs, frequentEctopy } from '../conditions/ectopy.ts';
import { fibrillation, leadOff, poorSignal } from '../conditions/signal.ts';
import { asystole, pause, type Standstill } from '../conditions/standstill.ts';
import { ventricularRhythm } from '../conditions/ventricular-tachycardia.ts';
import type { KnownBeat, LeadState } from '../state.ts';
import { decideSettledBeats } from './beats.ts';
import type { PatientAlarms } from './patient-alarms.ts';
import { decideWaitingBeats, waitingBeats, type SeenBeat } from './waiting-beats.ts';

/** Decides on all kinds when a second has ended in every lead. */
export function decideSecond(alarms: PatientAlarms, nowUs: number): AlarmEvent[] {
  const { settings } = alarms;
  const { seconds } = alarms.state;
  const poor = poorSignal(seconds, settings.poorSignal);
  const isPoor = poor.is === 'met' || (poor.is !== 'over' && alarms.state.poor);
  if (isPoor !== alarms.state.poor) alarms.replace({ ...alarms.state, poor: isPoor });
  const present = alarms.presentLeads(nowUs);
  const first = [
    ...alarms.decide('lead-off', leadOff(seconds, settings.leadOff), nowUs),
    ...alarms.decide('poor-signal', poor, nowUs),
    ...alarms.decide('ventricular-fibrillation', fibrillation(seconds, settings.fibrillation), nowUs),
    ...decideSettledBeats(alarms, present, nowUs),
  ];
  const waiting = waitingBeats(alarms.state, settings);
  const prompt = decideWaitingBeats(alarms, { waiting, present, nowUs });
  const beats = [...alarms.state.beats, ...usableOf(waiting)];
  return [
    ...first,
    ...prompt,
    ...decideRhythm(alarms, beats, nowUs),
    ...decideStandstill(alarms, beats, { leads: present, nowUs, seconds }),
    ...decideEctopy(alarms, nowUs),
    ...decideAtrial(alarms, present, nowUs),
  ];
}

const usableOf = (waiting: readonly SeenBeat[]): KnownBeat[] => waiting.flatMap(({ known }) => known ?? []);

function decideRhythm(
  alarms: PatientAlarms,
  beats: readonly KnownBeat[],
  nowUs: number,
): readonly AlarmEvent[] {
  const { settings, state } = alarms;
  const rhythm = ventricularRhythm(beats, state.seconds, settings.ventricularTachycardia);
  return alarms.decide('ventricular-tachycardia', rhythm, nowUs);
}

function decideStandstill(
  alarms: PatientAlarms,
  beats: readonly KnownBeat[],
  known: Standstill,
): readonly AlarmEvent[] {
  const { settings } = alarms;
  const standing = alarms.decide('asystole', asystole(known, settings), known.nowUs);
  const { open, closed } = alarms.state;
  const asystoleUs = (open.asystole ?? closed.asystole)?.event.raisedTimeUs ?? 0;
  const after = asystoleUs === 0 ? beats : beats.filter(({ timeUs }) => timeUs > asystoleUs);
  const paused = alarms.isOngoing('asystole') ? over : pause(after, known, settings);
  return [...standing, ...alarms.decide('pause', paused, known.nowUs)];
}

function decideEctopy(alarms: PatientAlarms, nowUs: number): readonly AlarmEvent[] {
  const { ventricularTimesUs, beats, beatsSinceUs: sinceUs } = alarms.state;
  const timesUs = ventricularTimesUs.filter((timeUs) => timeUs > nowUs - ectopyWindowUs);
  if (timesUs.length < ventricularTimesUs.length)
    alarms.replace({ ...alarms.state, ventricularTimesUs: timesUs });
  if (beats.length === 0) return [];
  const ectopy = frequentEctopy({ timesUs, sinceUs, nowUs }, beats, alarms.settings.frequentEctopy);
  return alarms.decide('frequent-ectopy', ectopy, nowUs);
}

function decideAtrial(
  alarms: PatientAlarms,
  present: readonly LeadState[],
  nowUs: number,
): readonly AlarmEvent[] {
  const rule = alarms.settings.atrialFibrillation;
  const atrial = withAtrialLogOdds(alarms.state.atrial, present, nowUs, rule);
  alarms.replace({ ...alarms.state, atrial });
  return alarms.decide('atrial-fibrillation', atrialFibrillation(atrial), nowUs);
}
