import type { AlarmEvent, AlarmKind } from '@beatwatch/contracts';
import type { Condition } from '../conditions/condition.ts';
import { bradycardia, tachycardia } from '../conditions/heart-rate.ts';
import { ventricularTachycardia } from '../conditions/ventricular-tachycardia.ts';
import { knownBeat } from '../leads/heart-beats.ts';
import type { AlarmSettings } from '../settings.ts';
import type { KnownBeat, MonitorState } from '../state.ts';
import { withBeat } from '../windows.ts';
import type { PatientAlarms } from './patient-alarms.ts';

/** The waiting heart beats as they look now; those that are not usable are left out. */
export const waitingBeats = ({ waiting, leads }: MonitorState, settings: AlarmSettings): KnownBeat[] =>
  waiting.flatMap((beat, index) => knownBeat(beat, waiting[index + 1]?.timeUs, leads, settings) ?? []);

/**
 * Decides at once what takes several seconds to come about: within these the quality of the signal has become known,
 * as bad as it may be from here on.
 */
export function decideWaitingBeats(alarms: PatientAlarms, nowUs: number): AlarmEvent[] {
  if (alarms.isOngoing('ventricular-fibrillation')) return [];
  const { settings } = alarms;
  const { waiting, leads, promptUs } = alarms.state;
  const events: AlarmEvent[] = [];
  let state = alarms.state;
  for (const [index, one] of waiting.entries()) {
    const beat = knownBeat(one, waiting[index + 1]?.timeUs, leads, settings);
    state = beat === undefined ? { ...state, beats: [] } : withBeat(state, beat, settings);
    if (one.timeUs <= promptUs) continue;
    const { beats } = state;
    const conditions: readonly (readonly [AlarmKind, Condition])[] = [
      [
        'ventricular-tachycardia',
        ventricularTachycardia(beats, alarms.state.seconds, settings.ventricularTachycardia),
      ],
      ['extreme-bradycardia', bradycardia(beats, alarms.presentLeads(nowUs), settings)],
      ['extreme-tachycardia', tachycardia(beats, settings.tachycardia)],
    ];
    for (const [kind, condition] of conditions) {
      if (condition.is === 'met') events.push(...alarms.decide(kind, condition, nowUs));
    }
  }
  alarms.change({ promptUs: waiting.at(-1)?.timeUs ?? promptUs });
  return events;
}
