import type { LearnedThreshold } from './learned-threshold.ts';
import type { PatientReference } from './reference.ts';
import { wearableStateVersion, type WearableState } from './wearable-state.ts';

/**
 * The state that a checkpoint holds, converted where an earlier version stored it.
 * @returns undefined where the version is unknown
 */
export function restoreWearableState(stored: unknown): WearableState | undefined {
  if (typeof stored !== 'object' || stored === null || !('version' in stored)) return undefined;
  if (stored.version === wearableStateVersion) return stored as WearableState;
  return stored.version === 2 ? fromVersion2(stored as WearableState2) : undefined;
}

type Usual = PatientReference['usual'];

/** Version 2 has other names for the usual deviation and the two thresholds. */
interface WearableState2 extends Pick<WearableState, 'rr' | 'learning' | 'setThreshold'> {
  readonly version: 2;
  readonly reference?: Pick<PatientReference, 'shapes'> & {
    readonly usual: Omit<Usual, 'deviation'> & { readonly departure: Usual['deviation'] };
  };
  readonly learned?: Pick<LearnedThreshold, 'ventricularFrom'> & {
    readonly raise: number;
    readonly clear: number;
  };
}

function fromVersion2({ reference, learned, ...same }: WearableState2): WearableState {
  return {
    ...same,
    version: wearableStateVersion,
    ...(reference && { reference: { ...reference, usual: usualFrom(reference.usual) } }),
    ...(learned && {
      learned: {
        threshold: learned.raise,
        clearThreshold: learned.clear,
        ventricularFrom: learned.ventricularFrom,
      },
    }),
  };
}

const usualFrom = ({ departure, ...same }: NonNullable<WearableState2['reference']>['usual']): Usual => ({
  ...same,
  deviation: departure,
});
