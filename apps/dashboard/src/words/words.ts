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

/** Losses are compared at a glance: two or three digits, none of them below a thousandth. */
export function lossText(loss: number | undefined): string {
  if (loss === undefined) return '–';
  if (loss >= 9.95) return loss.toFixed(0);
  if (loss >= 0.95) return loss.toFixed(1);
  return loss >= 0.095 ? loss.toFixed(2) : loss.toFixed(3);
}

export const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

/** 1 alarm, 2 alarms. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
