import type { LearnedThreshold } from './learned-threshold.ts';
import type { LearningState } from './learning.ts';
import type { PatientReference } from './reference.ts';
import type { RrMemory } from './rr-memory.ts';

export const wearableStateVersion = 3;

/** All that a wearable adaptation remembers: plain data. */
export interface WearableState {
  readonly version: typeof wearableStateVersion;
  readonly rr: RrMemory;
  /** Present during the first minutes. */
  readonly learning?: LearningState;
  readonly reference?: PatientReference;
  readonly learned?: LearnedThreshold;
  readonly setThreshold?: number;
}
