import type { DiskLevel } from '@beatwatch/ingest';

export interface DiskSpace {
  /** For this user: reserved blocks do not count. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

const mib = 2 ** 20;

/** Levels are left only with this much more than they are entered with, so that they do not flicker. */
const leaveFactor = 1.1;

const between = (low: number, value: number, high: number): number => Math.min(Math.max(low, value), high);

/**
 * Free bytes below which each level begins. A large disk needs no gigabytes in reserve; the database needs some segments of its
 * write-ahead log (16 MiB each) on a small one as well.
 */
const limitsOf = (totalBytes: number): readonly (readonly [DiskLevel, number])[] => [
  ['full', between(64 * mib, totalBytes * 0.02, 512 * mib)],
  ['short', between(128 * mib, totalBytes * 0.05, 2048 * mib)],
  ['low', Math.max(256 * mib, totalBytes * 0.1)],
];

/** @param before the level until now */
export function diskLevel({ freeBytes, totalBytes }: DiskSpace, before: DiskLevel): DiskLevel {
  const levels = limitsOf(totalBytes);
  const rankBefore = levels.findIndex(([level]) => level === before);
  for (const [rank, [level, limit]] of levels.entries()) {
    const isHeld = rankBefore !== -1 && rank >= rankBefore;
    if (freeBytes < limit * (isHeld ? leaveFactor : 1)) return level;
  }
  return 'enough';
}
