import { decodeObservation, encodeObservation, type Observation } from '@beatwatch/contracts';

/** What one packet came to. */
export interface SignalStep {
  /** Epoch microseconds at which the log received the packet; undefined where it keeps no times. */
  readonly arrivalUs: number | undefined;
  readonly observations: readonly Observation[];
}

/** Steps as one thread hands them to another: with the observations as ingest publishes them, which rounds some numbers. */
export interface PackedSteps {
  /** Not a number where it is unknown. */
  readonly arrivalsUs: Float64Array;
  /** Number of observations of each step. */
  readonly counts: Uint32Array;
  /** End of each observation's message in `bytes`. */
  readonly ends: Uint32Array;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export function packSteps(steps: readonly SignalStep[]): PackedSteps {
  const messages = steps.flatMap(({ observations }) => observations.map((one) => encodeObservation(one)));
  const ends = new Uint32Array(messages.length);
  let end = 0;
  for (const [index, message] of messages.entries()) {
    end += message.length;
    ends[index] = end;
  }
  const bytes = new Uint8Array(end);
  for (const [index, message] of messages.entries()) bytes.set(message, (ends[index] ?? 0) - message.length);
  return {
    arrivalsUs: Float64Array.from(steps, ({ arrivalUs }) => arrivalUs ?? Number.NaN),
    counts: Uint32Array.from(steps, ({ observations }) => observations.length),
    ends,
    bytes,
  };
}

export function unpackSteps({ arrivalsUs, counts, ends, bytes }: PackedSteps): SignalStep[] {
  let from = 0;
  let next = 0;
  return Array.from(counts, (count, index) => {
    const observations: Observation[] = [];
    for (let left = count; left > 0; left -= 1) {
      const end = ends[next] ?? from;
      observations.push(decodeObservation(bytes.subarray(from, end)));
      from = end;
      next += 1;
    }
    const arrivalUs = arrivalsUs[index] ?? Number.NaN;
    return { arrivalUs: Number.isNaN(arrivalUs) ? undefined : arrivalUs, observations };
  });
}
