import type { AlarmEvent } from '@beatwatch/contracts';

export const patientHref = (patientId: string): string => `/patients/${encodeURIComponent(patientId)}`;

/** The page of an alarm's patient, with the alarm chosen. */
export const alarmHref = (
  { patientId, alarmId }: Pick<AlarmEvent, 'patientId' | 'alarmId'>,
  episode?: number,
): string => `${patientHref(patientId)}?${alarmQuery(alarmId, episode)}`;

/** What says in an address which alarm and, by number, which episode of it is meant. */
export const alarmQuery = (alarmId: string, episode?: number): string =>
  `alarm=${encodeURIComponent(alarmId)}${episode === undefined ? '' : `&episode=${episode}`}`;

/** The number of an episode in an address; undefined where the text is no number. */
export const episodeOf = (text: unknown): number | undefined =>
  typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
