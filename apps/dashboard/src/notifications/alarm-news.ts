import type { AlarmEvent, AlarmId } from '@beatwatch/contracts';

/** The newest change of each open alarm that a page knows. */
export type KnownChanges = ReadonlyMap<AlarmId, number>;

export const knownChangesOf = (alarms: readonly AlarmEvent[]): KnownChanges =>
  new Map(alarms.map(({ alarmId, changeNumber }) => [alarmId, changeNumber]));

/** The alarms that sound, and have been raised, announced again or escalated since. */
export const newsSince = (known: KnownChanges, alarms: readonly AlarmEvent[]): AlarmEvent[] =>
  alarms.filter(
    ({ alarmId, changeNumber, state, priority }) =>
      state === 'active' && priority !== 'low' && changeNumber > (known.get(alarmId) ?? 0),
  );
