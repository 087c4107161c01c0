import type { Observation } from '@beatwatch/contracts';
import { ObservationReader, ObservationWriter, type PackedObservations } from './packed-observations.ts';

/** What one packet came to. */
export interface SignalStep {
  /** Epoch microseconds at which the log received the packet; undefined where it keeps no times. */
  readonly arrivalUs: number | undefined;
  readonly observations: readonly Observation[];
}

/** Steps as one thread hands them to another. */
export interface PackedSteps {
  /** Not a number where it is unknown. */
  readonly arrivalsUs: Float64Array;
  /** Number of observations of each step. */
  readonly counts: Uint32Array;
  readonly observations: PackedObservations;
}

export function packSteps(steps: readonly SignalStep[]): PackedSteps {
  const writer = new ObservationWriter();
  const arrivalsUs = new Float64Array(steps.length);
  const counts = new Uint32Array(steps.length);
  for (const [index, { arrivalUs, observations }] of steps.entries()) {
    arrivalsUs[index] = arrivalUs ?? Number.NaN;
    counts[index] = observations.length;
    for (const observation of observations) writer.write(observation);
  }
  return { arrivalsUs, counts, observations: writer.finish() };
}

export function unpackSteps({ arrivalsUs, counts, observations: packed }: PackedSteps): SignalStep[] {
  const reader = new ObservationReader(packed);
  return Array.from(counts, (count, index) => {
    const observations: Observation[] = [];
    for (let left = count; left > 0; left -= 1) observations.push(reader.read());
    const arrivalUs = arrivalsUs[index] ?? Number.NaN;
    return { arrivalUs: Number.isNaN(arrivalUs) ? undefined : arrivalUs, observations };
  });
}

/** The memory that goes over to the other thread. */
export const memoryOf = ({ observations }: PackedSteps): ArrayBuffer[] => [
  observations.numbers.buffer,
  observations.values.buffer,
];
