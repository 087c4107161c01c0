import { readBeatTable } from '@beatwatch/recordings';
import { createSeededRandom } from '@beatwatch/statistics';

/** ECG5000's class of normal beats. */
const normalLabel = '1';

export interface TestBeats {
  /** `[beats * sampleCount]` */
  readonly samples: Float32Array;
  readonly anomalous: readonly boolean[];
}

/** Beats of ECG5000 in an order that a seed decides, so that the first ones are of all classes: the file is sorted by them. */
export async function readTestBeats(file: string): Promise<TestBeats> {
  const { beats } = await readBeatTable(file);
  const random = createSeededRandom(1);
  const order = beats
    .map((beat) => ({ beat, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ beat }) => beat);
  return {
    samples: Float32Array.from(order.flatMap(({ samples }) => [...samples])),
    anomalous: order.map(({ label }) => label !== normalLabel),
  };
}

/**
 * As many beats as are asked for: those given, again and again, or random ones.
 * @returns `[count * sampleCount]`
 */
export function beatsFor(count: number, sampleCount: number, beats?: Float32Array): Float32Array {
  const random = createSeededRandom(count);
  return Float32Array.from({ length: count * sampleCount }, (_, at) =>
    beats === undefined ? random.normal() : (beats[at % beats.length] ?? 0),
  );
}
