import { table } from '../stack/table.ts';
import type { Compression } from '@beatwatch/timescale/testing';
import type { Judged } from './verdict.ts';

/** What a soak has measured. */
export interface SoakResult {
  readonly passed: boolean;
  /** Whether it was long enough to judge slopes: caches fill in the first minutes. */
  readonly isLong: boolean;
  readonly patients: number;
  readonly seconds: number;
  readonly packets: number;
  readonly lastScoresP50Ms: number | undefined;
  readonly lastScoresP99Ms: number | undefined;
  /** Parts that were started again. */
  readonly restarted: readonly string[];
  /** What is left of the machine's: MiB of memory, handles, MiB of disk. */
  readonly room: Readonly<Record<Judged['what'], number>>;
  readonly parts: readonly Judged[];
  readonly compression: readonly Compression[];
}

/** The slopes as a table for people. */
export function formatSoak(result: SoakResult): string {
  const rows = [...result.parts]
    .sort((a, b) => a.what.localeCompare(b.what) || b.perHour - a.perHour)
    .map(({ part, what, first, last, perHour, hoursLeft, isGood }) => [
      `${what} ${part}`,
      first.toFixed(0),
      last.toFixed(0),
      `${perHour >= 0 ? '+' : ''}${perHour.toFixed(1)}`,
      hoursLeft === undefined ? '-' : timeLeft(hoursLeft),
      result.isLong ? (isGood ? 'ok' : 'GROWS') : '',
    ]);
  return [
    table([['', 'first', 'last', 'an hour', 'lasts', ''], ...rows]),
    '',
    `${result.patients} patients, ${(result.seconds / 60).toFixed(0)} min, ${result.packets} packets; scores of the last 30 s stored after ${ms(result.lastScoresP50Ms)} (p50), ${ms(result.lastScoresP99Ms)} (p99)`,
    `room: ${(result.room.memory / 1024).toFixed(1)} GiB of memory, ${(result.room.disk / 1024).toFixed(0)} GiB of disk`,
    `disk: ${gbADay(result.parts).toFixed(1)} GB a day as it is written`,
    ...result.compression.map(
      ({ hypertable, beforeBytes, afterBytes }) =>
        `compression of ${hypertable}: ${(beforeBytes / 1e6).toFixed(1)} to ${(afterBytes / 1e6).toFixed(1)} MB, ${(beforeBytes / afterBytes).toFixed(1)} times`,
    ),
    ...(result.restarted.length > 0 ? [`started again: ${result.restarted.join(', ')}`] : []),
    verdictOf(result),
  ].join('\n');
}

/** All folders together, by their slopes. */
const gbADay = (parts: readonly Judged[]): number =>
  parts
    .filter(({ what }) => what === 'disk')
    .reduce((sum, { perHour }) => sum + (perHour * 24 * 2 ** 20) / 1e9, 0);
const timeLeft = (hours: number): string =>
  hours < 48 ? `${hours.toFixed(0)} h` : `${(hours / 24).toFixed(0)} days`;
const ms = (value: number | undefined): string => (value === undefined ? '-' : `${value.toFixed(0)} ms`);

function verdictOf({ passed, isLong }: SoakResult): string {
  if (!passed)
    return isLong ? 'GROWS, or was started again: see above.' : 'Parts were started again: see above.';
  return isLong
    ? 'Nothing grows that should not.'
    : 'Too short for a verdict on slopes, which takes half an hour.';
}
