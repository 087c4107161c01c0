import type { DeviceState } from '../live/device-state.ts';
import type { Texts } from '../texts/texts.ts';
import { formatTimeOfDay } from './time.ts';

/** Since when no signal can come: `Out of range since 03:12:07`. */
export const formatAbsence = (
  { station: { device } }: Texts,
  { kind, sinceMs }: NonNullable<DeviceState['absence']>,
): string => device.absent[kind](formatTimeOfDay(sinceMs * 1000));

/** What the wearer does and how he lies, as far as a device says: `Still, lying on the back`. */
export function formatWearer(
  { station: { device } }: Texts,
  { activity, posture }: DeviceState,
): string | undefined {
  const lies = posture && device.postures[posture];
  if (activity === undefined) return lies && `${lies.charAt(0).toUpperCase()}${lies.slice(1)}`;
  return lies === undefined ? device.activities[activity] : `${device.activities[activity]}, ${lies}`;
}
