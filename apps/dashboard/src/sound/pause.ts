import {
  isInForce,
  isInScope,
  mutes,
  type AlarmEvent,
  type PatientId,
  type Silence,
} from '@beatwatch/contracts';
import type { Texts } from '../texts/texts.ts';

/** What mutes an alarm now, and ends last; undefined where nothing does. */
export function silenceOf(
  alarm: AlarmEvent,
  silences: readonly Silence[],
  { nowMs, wardOf }: { readonly nowMs: number; readonly wardOf: (id: PatientId) => string },
): Silence | undefined {
  return silences
    .filter((silence) => isInForce(silence, nowMs))
    .filter(({ scope }) => isInScope(scope, alarm, wardOf(alarm.patientId)))
    .filter((silence) => mutes(silence, alarm))
    .sort((a, b) => b.untilMs - a.untilMs)[0];
}

/** Pauses that a page shows: of its ward or of all; a page of all wards has those of each. */
export const pausesOf = (silences: readonly Silence[], ward: string | undefined): Silence[] =>
  silences.filter(
    ({ scope }) =>
      scope === 'all' || (scope.startsWith('ward:') && (ward === undefined || scope === `ward:${ward}`)),
  );

/** Minutes and seconds to go: `1:43`. */
export function formatCountdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The ward whose sound is paused, where that is not the whole page. */
export const pausedWard = ({ scope }: Silence, ward: string | undefined): string | undefined =>
  scope === 'all' || scope === `ward:${ward ?? ''}` ? undefined : scope.slice('ward:'.length);

/** Why alarms sound again; undefined while they do not. */
export function endText(
  { shell: { sound } }: Texts,
  { end, untilMs }: Silence,
  nowMs: number,
): string | undefined {
  if (end?.alarmId !== undefined) return sound.endedByAlarm;
  if (end !== undefined) return sound.endedBy(end.actor ?? sound.someone);
  return nowMs >= untilMs ? sound.pauseOver : undefined;
}

/** A pause in this window alone: without the gateway nobody else can know of it. */
export const localPauseMs = 120_000;

/** What is left of it; 0 also where it would be longer than one can be, because the clock was set back. */
export function localPauseLeftMs(untilMs: number | undefined, nowMs: number): number {
  const leftMs = (untilMs ?? 0) - nowMs;
  return leftMs > 0 && leftMs <= localPauseMs ? leftMs : 0;
}
