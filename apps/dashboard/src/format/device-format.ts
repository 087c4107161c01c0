import type { Absence, Activity, Posture } from '@beatwatch/contracts';
import type { DeviceState } from '../live/device-state.ts';
import { formatTimeOfDay } from './time.ts';

const absenceTexts: Readonly<Record<Absence, string>> = {
  'out-of-range': 'Out of range',
  'not-worn': 'Device not worn',
};

const activityTexts: Readonly<Record<Activity, string>> = {
  still: 'Still',
  moving: 'Moving',
  walking: 'Walking',
  running: 'Running',
};

const postureTexts: Readonly<Record<Posture, string>> = {
  upright: 'upright',
  sitting: 'sitting',
  standing: 'standing',
  supine: 'lying on the back',
  prone: 'lying face down',
  'left-side': 'lying on the left',
  'right-side': 'lying on the right',
};

/** Since when no signal can come: `Out of range since 03:12:07`. */
export const formatAbsence = ({ kind, sinceMs }: NonNullable<DeviceState['absence']>): string =>
  `${absenceTexts[kind]} since ${formatTimeOfDay(sinceMs * 1000)}`;

/** What the wearer does and how he lies, as far as a device says: `Still, lying on the back`. */
export function formatWearer({ activity, posture }: DeviceState): string | undefined {
  const lies = posture && postureTexts[posture];
  if (activity === undefined) return lies && `${lies.charAt(0).toUpperCase()}${lies.slice(1)}`;
  return lies === undefined ? activityTexts[activity] : `${activityTexts[activity]}, ${lies}`;
}
