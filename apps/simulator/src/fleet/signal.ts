import { samplesAboveBaseline, type WfdbRecord } from '@beatwatch/ecg';
import { SimulatorError } from '../errors.ts';
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

/** As many characters as a packet's lead may have. */
const maxLeadLength = 16;

/** The counts of one lead of a recording with 0 at 0 mV; what passes 16 bits is cut off there. */
export interface RecordedLead {
  readonly lead: string;
  readonly samplingRateHz: number;
  readonly microvoltsPerCount: number;
  readonly samples: Int16Array;
}

/** @throws SimulatorError where the record has no such lead, or the lead is no voltage or has no samples */
export function recordedLead(record: WfdbRecord, leadIndex: number): RecordedLead {
  const signal = record.signals[leadIndex];
  const microvoltsPerCount = signal?.microvoltsPerCount;
  if (signal === undefined || microvoltsPerCount === undefined || signal.samples.length === 0)
    throw new SimulatorError(
      `lead: found ${leadIndex}, expected 0 to ${record.signals.length - 1}, a lead of record ${record.name} in volts and with samples`,
      { code: 'invalid-option', context: { option: 'lead' } },
    );
  return {
    lead: signal.lead.slice(0, maxLeadLength) || `lead ${leadIndex + 1}`,
    samplingRateHz: record.samplingRateHz,
    microvoltsPerCount,
    samples: samplesAboveBaseline(signal),
  };
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
