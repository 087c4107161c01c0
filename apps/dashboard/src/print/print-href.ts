import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import { alarmQuery } from '../alarms/alarm-href.ts';

/** Before what a person has just seen. */
const secondsBefore = 20;

/** The page that prints the newest seconds of a patient. @param latestUs time of the newest sample */
export function printNowHref(patientId: PatientId, latestUs: number): string {
  const toUs = Math.round(latestUs);
  return `/print/${encodeURIComponent(patientId)}?fromUs=${toUs - secondsBefore * 1e6}&toUs=${toUs}`;
}

/** The page that prints the strip of an alarm: of its newest episode, or of that with a number. */
export const printAlarmHref = (
  { patientId, alarmId }: Pick<AlarmEvent, 'patientId' | 'alarmId'>,
  episode?: number,
): string => `/print/${encodeURIComponent(patientId)}?${alarmQuery(alarmId, episode)}`;
