import type { PatientThreshold } from '../patient-threshold.ts';
import type { PreviousBeat } from './beat-features.ts';
import type { OwnScores } from './learned-threshold.ts';
import type { RhythmMemory } from './rhythm-memory.ts';
import type { ShapeMemory } from './shape-memory.ts';

export const wearableStateVersion = 4;

/** All that a wearable adaptation remembers: plain data. */
export interface WearableState {
  readonly version: typeof wearableStateVersion;
  readonly rhythm: RhythmMemory;
  readonly shapes: ShapeMemory;
  readonly scores: OwnScores;
  readonly previous?: PreviousBeat;
  readonly learned?: PatientThreshold;
  readonly setThreshold?: number;
}
