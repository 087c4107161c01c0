import { packedNumbers } from '../packed/packed-numbers.ts';
import { placesFrom } from '../packed/places.ts';
import { windowLength } from './window.ts';

/** Names of the numbers of a segment's fibrillation index, in their order; a change needs a step in `upgrade-snapshot.ts`. */
export const fibrillationNumbers = [
  /** Whether a sample has been read: 1 or 0. */
  'started',
  'offsetMicrovolts',
  /** Last filtered value, microvolts. */
  'previous',
  /** Samples until the next value at the analysis rate, 0 or more. */
  'untilNext',
  /** Number of values ever written to the ring. */
  'written',
] as const;

const Numbers = packedNumbers(fibrillationNumbers);

/** Where the filter's state lies among the numbers. */
export const fibrillationPlaces = placesFrom(Numbers.count, { filter: 6, end: 0 });

/** State of a segment's fibrillation index as a snapshot holds it. */
export interface StoredFibrillation {
  readonly numbers: Float64Array;
  readonly window: Float32Array;
}

/** State of a segment's fibrillation index. */
export class FibrillationState extends Numbers implements StoredFibrillation {
  /** Ring of the newest values at the analysis rate, microvolts. */
  readonly window: Float32Array;

  constructor({ numbers, window }: StoredFibrillation) {
    super(numbers);
    this.window = window;
  }
}

export const fibrillationState = (): FibrillationState =>
  new FibrillationState({
    numbers: new Float64Array(fibrillationPlaces.end),
    window: new Float32Array(windowLength),
  });
