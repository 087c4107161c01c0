import type { AlarmEvent, AlarmKind, AlarmPriority } from '@beatwatch/contracts';
import type { Status } from '../live/status.ts';

const alarmWords: Readonly<Record<AlarmKind, string>> = { 'anomaly-burst': 'Anomalous beats' };

export const alarmName = ({ kind }: Pick<AlarmEvent, 'kind'>): string => alarmWords[kind];

export const priorityWords: Readonly<Record<AlarmPriority, string>> = {
  high: 'high priority',
  medium: 'medium priority',
  low: 'low priority',
};

export function statusWords(status: Status): string {
  switch (status.kind) {
    case 'alarm':
      return alarmName(status.alarm);
    case 'acknowledged':
      return `${alarmName(status.alarm)}, acknowledged`;
    case 'no-data':
      return `No data for ${duration(status.seconds)}`;
    case 'not-scored':
      return 'No beats found';
    case 'learning':
      return 'Learning';
    case 'waiting':
      return 'Waiting for data';
    case 'normal':
      return 'Normal';
  }
}

/** 42 s, 03:20, 2 h 05 min. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(Math.floor(seconds % 60))} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Hours, minutes and seconds in the reader's time zone. */
export const clockTime = (timeUs: number): string =>
  new Date(timeUs / 1000).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });

/** The time of day, with the date where it is not today's. */
export function moment(timeUs: number): string {
  const date = new Date(timeUs / 1000);
  const today = new Date().toDateString() === date.toDateString();
  if (today) return clockTime(timeUs);
  return `${date.toLocaleDateString([], { day: 'numeric', month: 'short', year: 'numeric' })}, ${clockTime(timeUs)}`;
}

/** Losses are compared at a glance: three digits at most. */
export const lossText = (loss: number | undefined): string =>
  loss === undefined ? '–' : loss < 9.95 ? loss.toFixed(1) : loss.toFixed(0);

export const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

/** 1 alarm, 2 alarms. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
