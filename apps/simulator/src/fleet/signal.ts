import type { EcgLead } from '@beatwatch/contracts';
import type { ScriptEvent } from '../script/script.ts';
import { createSynthesiser } from '../synthesis/synthesiser.ts';
import type { Physiology, SyntheticLead } from '../synthesis/physiology.ts';

/** One lead without end, in counts. */
export interface SampleSource {
  readonly lead: string;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  /** The samples that follow those taken before. */
  take(count: number): Int16Array;
}

const clampedToInt16 = (count: number): number => Math.max(-32_768, Math.min(32_767, Math.round(count)));

export interface SyntheticSourceOptions {
  readonly seed: number;
  readonly samplingRateHz: number;
  readonly script: readonly ScriptEvent[];
  /** Default `V2`. */
  readonly lead?: SyntheticLead;
  readonly physiology?: Partial<Physiology>;
}

/** A synthesised lead; what passes the recorder's range is cut off at it. */
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

/** The counts of one lead, 0 at 0 mV. */
export interface RecordedLead {
  readonly lead: string;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  readonly samples: Int16Array;
}

/** A lead of a recording to be played in a loop: its segments one after the other, holes left out. */
export function withoutHoles({ segments, ...lead }: EcgLead): RecordedLead {
  const samples = new Int16Array(segments.reduce((sum, segment) => sum + segment.samples.length, 0));
  let filled = 0;
  for (const segment of segments) {
    samples.set(segment.samples, filled);
    filled += segment.samples.length;
  }
  return { ...lead, samples };
}

/** Plays the recording again and again from a sample on, default the first. */
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
