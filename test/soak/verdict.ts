import { slopePerHour, type Sample } from './slope.ts';

/** One value of one part over the time of a run. */
export interface Series {
  readonly part: string;
  readonly what: 'memory' | 'handles' | 'disk';
  readonly unit: 'MiB' | '';
  readonly samples: readonly Sample[];
}

export interface Judged {
  readonly part: string;
  readonly what: Series['what'];
  readonly first: number;
  readonly last: number;
  readonly perHour: number;
  /** Until there is no room, at this slope; undefined where the value does not grow. */
  readonly hoursLeft: number | undefined;
  readonly isGood: boolean;
}

/**
 * What a part may grow by in an hour: what a garbage collector and a database's caches do in a run of minutes. A disk holds
 * everything until retention drops it: there must be room for a week.
 */
const limits = {
  memory: { perHour: 60, leastHours: 24 },
  handles: { perHour: 20, leastHours: 24 },
  disk: { perHour: 0, leastHours: 24 * 7 },
} as const;

/** @param room what is left of the machine's for this value */
export function judge({ part, what, samples }: Series, room: number): Judged {
  const perHour = slopePerHour(samples);
  const hoursLeft = perHour <= 0 ? undefined : room / perHour;
  const { perHour: mostPerHour, leastHours } = limits[what];
  return {
    part,
    what,
    first: samples[0]?.value ?? 0,
    last: samples.at(-1)?.value ?? 0,
    perHour,
    hoursLeft,
    isGood: perHour <= mostPerHour || (what === 'disk' && (hoursLeft ?? Infinity) >= leastHours),
  };
}
