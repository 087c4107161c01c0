import { median } from '@beatwatch/statistics';

/** The recent rhythm: plain data. */
export interface RrMemory {
  /** The last RR intervals, ms, oldest first. */
  readonly recentMs: readonly number[];
  /** Logarithm of the usual RR interval in ms, which follows the heart slowly; absent before the first reference. */
  readonly slowLog?: number;
}

export const noRr: RrMemory = { recentMs: [] };

/** RR intervals kept: enough that a few ectopic beats do not change the median, few enough to follow the heart. */
const kept = 9;
/** Time constant of the usual rate, in beats: climbing stairs is no anomaly, a rhythm that starts abruptly is. */
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

/** Sets the usual RR interval. */
export const withUsualRr = (memory: RrMemory, usualMs: number): RrMemory => ({
  ...memory,
  slowLog: Math.log(usualMs),
});

/** Median of the last RR intervals, ms; undefined before the first. */
export const recentRrMs = ({ recentMs }: RrMemory): number | undefined =>
  recentMs.length === 0 ? undefined : median(recentMs);
