import type { Language } from '../texts/language.ts';
import type { Texts } from '../texts/texts.ts';

/** Length of time to whole seconds: `42 s`, `3 min 20 s`, `2 h 05 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${twoDigits(Math.floor(seconds % 60))} s`;
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** How long ago something was, to minutes: `just now`, `3 min ago`, `2 h 05 min ago`. */
export function formatAgo({ time }: Texts, seconds: number): string {
  if (seconds < 60) return time.justNow;
  if (seconds < 3600) return time.ago(`${Math.floor(seconds / 60)} min`);
  return time.ago(formatDuration(seconds));
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The language as the reader's browser has it: dates of `en-GB` differ from those of `en-US`. */
function localeOf(language: Language): string {
  // Typed here, so that code without the types of browsers can use this file too.
  const { navigator } = globalThis as { readonly navigator?: { readonly languages: readonly string[] } };
  return navigator?.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

/** Hours, minutes and seconds in the reader's time zone, 24-hour clock. The same in every language. */
export const formatTimeOfDay = (timeUs: number): string =>
  new Date(timeUs / 1000).toLocaleTimeString('en', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });

/** Date and time of day with the zone: `29 Nov 2026, 03:12:07 GMT+1`. */
export const formatWithZone = ({ language }: Texts, timeUs: number): string =>
  new Date(timeUs / 1000).toLocaleString(localeOf(language), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });

/** Time of day, preceded by the date unless it is today. */
export function formatMoment({ language }: Texts, timeUs: number): string {
  const date = new Date(timeUs / 1000);
  const today = new Date().toDateString() === date.toDateString();
  if (today) return formatTimeOfDay(timeUs);
  const day = date.toLocaleDateString(localeOf(language), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  return `${day}, ${formatTimeOfDay(timeUs)}`;
}

/** Label of a time axis: hours and minutes, at midnight the date. @param seconds of the epoch */
export function formatAxisTime({ language }: Texts, seconds: number): string {
  const date = new Date(seconds * 1000);
  return date.getHours() === 0 && date.getMinutes() === 0
    ? date.toLocaleDateString(localeOf(language), { day: 'numeric', month: 'short' })
    : date.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
