import { plainStateVersion, type PlainState } from './plain-state.ts';

/**
 * The state that a checkpoint holds, converted where an earlier version stored it.
 * @returns undefined where the version is unknown
 */
export function restorePlainState(stored: unknown): PlainState | undefined {
  if (typeof stored !== 'object' || stored === null || !('version' in stored)) return undefined;
  if (stored.version === plainStateVersion) return stored as PlainState;
  return stored.version === 1 ? fromVersion1(stored as PlainState1) : undefined;
}

/** Version 1 has other names for the two thresholds and for staff's. */
interface PlainState1 extends Pick<PlainState, 'learning' | 'rrIntervalsMs'> {
  readonly version: 1;
  readonly learned?: { readonly raise: number; readonly clear: number };
  readonly chosen?: number;
}

const fromVersion1 = ({ learned, chosen, learning, rrIntervalsMs }: PlainState1): PlainState => ({
  version: plainStateVersion,
  learning,
  ...(learned && { learned: { threshold: learned.raise, clearThreshold: learned.clear } }),
  ...(chosen !== undefined && { setThreshold: chosen }),
  rrIntervalsMs,
});
