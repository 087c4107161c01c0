/** Length of time to whole seconds: `42 s`, `3 min 20 s`, `2 h 05 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${twoDigits(Math.floor(seconds % 60))} s`;
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** How long ago something was, to minutes: `just now`, `3 min ago`, `2 h 05 min ago`. */
export function formatAgo(seconds: number): string {
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return `${formatDuration(seconds)} ago`;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Hours, minutes and seconds in the reader's time zone, 24-hour clock. */
export const formatTimeOfDay = (timeUs: number): string =>
  new Date(timeUs / 1000).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });

/** Date and time of day with the zone: `29 Nov 2026, 03:12:07 GMT+1`. */
export const formatWithZone = (timeUs: number): string =>
  new Date(timeUs / 1000).toLocaleString([], {
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
export function formatMoment(timeUs: number): string {
  const date = new Date(timeUs / 1000);
  const today = new Date().toDateString() === date.toDateString();
  if (today) return formatTimeOfDay(timeUs);
  const day = date.toLocaleDateString([], { day: 'numeric', month: 'short', year: 'numeric' });
  return `${day}, ${formatTimeOfDay(timeUs)}`;
}
