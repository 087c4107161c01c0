import type { EcgLead } from '@beatwatch/contracts';
import type { ScriptEvent } from '../script/script.ts';
import { createSynthesiser } from '../synthesis/synthesiser.ts';
import type { Physiology, SyntheticLead } from '../synthesis/physiology.ts';

/** Endless samples of one lead, in counts. */
export interface SampleSource {
  readonly lead: string;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  /** Returns the next samples. */
  take(count: number): Int16Array;
}

const clampedToInt16 = (count: number): number => Math.max(-32_767, Math.min(32_767, Math.round(count)));

export interface SyntheticSourceOptions {
  readonly seed: number;
  readonly samplingRateHz: number;
  readonly script: readonly ScriptEvent[];
  /** Default `V2`. */
  readonly lead?: SyntheticLead;
  readonly physiology?: Partial<Physiology>;
}

/** Creates a synthetic lead; amplitudes are clipped to the range of 16 bits. */
export function createSyntheticSource(options: SyntheticSourceOptions): SampleSource {
  const synthesiser = createSynthesiser(options);
  const { microvoltsPerCount } = synthesiser.physiology;
  return {
    lead: options.lead ?? 'V2',
    samplingRateHz: options.samplingRateHz,
    microvoltsPerCount,
    take: (count) => {
      const millivolts = new Float32Array(count);
      synthesiser.read(millivolts);
      const countsPerMillivolt = 1000 / microvoltsPerCount;
      return new Int16Array(millivolts.map((value) => clampedToInt16(value * countsPerMillivolt)));
    },
  };
}

/** Samples of one lead in counts, 0 at 0 mV. */
export interface RecordedLead {
  readonly lead: string;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  readonly samples: Int16Array;
}

/** Joins the segments of a recorded lead, without the gaps between them. */
export function withoutGaps({ segments, ...lead }: EcgLead): RecordedLead {
  const samples = new Int16Array(segments.reduce((sum, segment) => sum + segment.samples.length, 0));
  let filled = 0;
  for (const segment of segments) {
    samples.set(segment.samples, filled);
    filled += segment.samples.length;
  }
  return { ...lead, samples };
}

/** Repeats a recording endlessly. @param fromSample where to begin, default 0 */
export function createLoopSource(recorded: RecordedLead, fromSample = 0): SampleSource {
  const { samples, ...rest } = recorded;
  let position = fromSample % samples.length;
  return {
    ...rest,
    take: (count) => {
      const taken = new Int16Array(count);
      for (let filled = 0; filled < count;) {
        const piece = samples.subarray(position, position + count - filled);
        taken.set(piece, filled);
        filled += piece.length;
        position = (position + piece.length) % samples.length;
      }
      return taken;
    },
  };
}
