import { isMoreUrgent, type AlarmPriority } from '@beatwatch/contracts';
import type { Receiver } from '../receivers/receiver.ts';
import type { AlarmChange } from './alarm-change.ts';

/** Whether a receiver is to be notified of a change: priority, kind, ward and what happened are those that it asks for. */
export function isWanted({ change, alarm, previous, patient }: AlarmChange, receiver: Receiver): boolean {
  const { minPriority, technical, kinds, wards, changes } = receiver;
  const isUrgentEnough = (priority: AlarmPriority): boolean => !isMoreUrgent(minPriority, priority);
  return (
    changes.includes(change) &&
    // An alarm that sinks below the priority is told a last time.
    (isUrgentEnough(alarm.priority) || (previous !== undefined && isUrgentEnough(previous.priority))) &&
    (technical || !alarm.technical) &&
    (kinds === undefined || kinds.includes(alarm.kind)) &&
    (wards === undefined || (patient.ward !== undefined && wards.includes(patient.ward)))
  );
}
