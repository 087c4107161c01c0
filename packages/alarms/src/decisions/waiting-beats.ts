import type { AlarmEvent, AlarmKind } from '@beatwatch/contracts';
import type { Condition } from '../conditions/condition.ts';
import { bradycardia, tachycardia } from '../conditions/heart-rate.ts';
import { ventricularTachycardia } from '../conditions/ventricular-tachycardia.ts';
import { knownBeat } from '../leads/heart-beats.ts';
import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat, LeadState, MonitorState } from '../state.ts';
import { joinedBeats } from '../windows.ts';
import type { PatientAlarms } from './patient-alarms.ts';

/** A waiting heart beat and how it looks now; `known` is undefined where no lead that shows it is usable. */
export interface SeenBeat {
  readonly timeUs: number;
  readonly known: KnownBeat | undefined;
}

/** The waiting heart beats as they look now. */
export const waitingBeats = ({ waiting, leads }: MonitorState, settings: AlarmSettings): SeenBeat[] =>
  waiting.map((beat, index) => ({
    timeUs: beat.timeUs,
    known: knownBeat(beat, waiting[index + 1]?.timeUs, leads, settings),
  }));

/**
 * Decides at once what takes several seconds to come about: within these the quality of the signal has become known,
 * as bad as it may be from here on.
 */
export function decideWaitingBeats(
  alarms: PatientAlarms,
  {
    waiting,
    present,
    nowUs,
  }: {
    readonly waiting: readonly SeenBeat[];
    readonly present: readonly LeadState[];
    readonly nowUs: number;
  },
): AlarmEvent[] {
  if (alarms.isOngoing('ventricular-fibrillation')) return [];
  const { settings } = alarms;
  const { promptUs } = alarms.state;
  const events: AlarmEvent[] = [];
  let beats = alarms.state.beats;
  for (const { timeUs, known } of waiting) {
    beats = known === undefined ? [] : joinedBeats(beats, known, settings);
    if (timeUs <= promptUs) continue;
    const conditions: readonly (readonly [AlarmKind, Condition])[] = [
      [
        'ventricular-tachycardia',
        ventricularTachycardia(beats, alarms.state.seconds, settings.ventricularTachycardia),
      ],
      ['extreme-bradycardia', bradycardia(beats, present, settings)],
      ['extreme-tachycardia', tachycardia(beats, settings.tachycardia)],
    ];
    for (const [kind, condition] of conditions) {
      if (condition.is === 'met') events.push(...alarms.decide(kind, condition, nowUs));
    }
  }
  const newestUs = waiting.at(-1)?.timeUs ?? promptUs;
  if (newestUs !== promptUs) alarms.replace({ ...alarms.state, promptUs: newestUs });
  return events;
}
