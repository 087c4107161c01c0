import type { AlarmEvent } from '@beatwatch/contracts';

export const patientHref = (patientId: string): string => `/patients/${encodeURIComponent(patientId)}`;

/** The page of an alarm's patient, with the alarm chosen. */
export const alarmHref = ({ patientId, alarmId }: Pick<AlarmEvent, 'patientId' | 'alarmId'>): string =>
  `${patientHref(patientId)}?alarm=${encodeURIComponent(alarmId)}`;
