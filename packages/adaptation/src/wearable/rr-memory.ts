import { medianOf } from './window.ts';

/** What is remembered of the rhythm: plain data. */
export interface RrMemory {
  /** The last RR intervals, ms, oldest first. */
  readonly recentMs: readonly number[];
  /** Logarithm of the usual RR interval in ms, which follows the heart slowly; absent until the usual one is known. */
  readonly slowLog?: number;
}

export const noRr: RrMemory = { recentMs: [] };

/** Long enough that a few ectopic beats do not move the median, short enough to follow the heart. */
const kept = 9;
/** Beats in which the usual rate follows: a walk upstairs is no anomaly, a rhythm that sets in from one beat to the next is. */
const followBeats = 120;

/**
 * @param rrMs from the R peak before; undefined where none is known
 * @param mayFollow whether the signal was good enough to learn from
 */
export function rememberRr(memory: RrMemory, rrMs: number | undefined, mayFollow: boolean): RrMemory {
  if (rrMs === undefined) return memory;
  const { recentMs, slowLog } = memory;
  return {
    recentMs: [...recentMs.slice(1 - kept), rrMs],
    ...(slowLog !== undefined && {
      slowLog: mayFollow ? slowLog + (Math.log(rrMs) - slowLog) / followBeats : slowLog,
    }),
  };
}

/** From here on the usual rate follows from this one. */
export const withUsualRr = (memory: RrMemory, usualMs: number): RrMemory => ({
  ...memory,
  slowLog: Math.log(usualMs),
});

/** Median of the last RR intervals, ms; undefined before the first. */
export const recentRrMs = ({ recentMs }: RrMemory): number | undefined =>
  recentMs.length === 0 ? undefined : medianOf(recentMs);
