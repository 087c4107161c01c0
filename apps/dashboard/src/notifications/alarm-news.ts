import type { AlarmEvent, AlarmId } from '@beatwatch/contracts';
import { hasSound } from '../sound/alarm-burst.ts';

/** The newest change of each open alarm that a page knows. */
export type KnownChanges = ReadonlyMap<AlarmId, number>;

export const knownChangesOf = (alarms: readonly AlarmEvent[]): KnownChanges =>
  new Map(alarms.map(({ alarmId, changeNumber }) => [alarmId, changeNumber]));

/** The alarms that sound, and have been raised, announced again or escalated since. */
export const newsSince = (known: KnownChanges, alarms: readonly AlarmEvent[]): AlarmEvent[] =>
  alarms.filter((alarm) => hasSound(alarm) && alarm.changeNumber > (known.get(alarm.alarmId) ?? 0));
