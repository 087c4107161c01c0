import type { Receiver } from '../receivers/receiver.ts';
import type { AlarmChange } from './alarm-change.ts';

const ranks = { high: 2, medium: 1, low: 0 } as const;

/** Whether a receiver is to be notified of a change: priority, kind, ward and what happened are those that it asks for. */
export function isWanted({ change, alarm, previous, patient }: AlarmChange, receiver: Receiver): boolean {
  const { minPriority, technical, kinds, wards, changes } = receiver;
  // An alarm that sinks below the priority is told a last time.
  const highest = Math.max(ranks[alarm.priority], previous === undefined ? 0 : ranks[previous.priority]);
  return (
    changes.includes(change) &&
    highest >= ranks[minPriority] &&
    (technical || !alarm.technical) &&
    (kinds === undefined || kinds.includes(alarm.kind)) &&
    (wards === undefined || (patient.ward !== undefined && wards.includes(patient.ward)))
  );
}
