import { RecordingError } from '../errors.ts';
import { microvoltsIn } from '@beatwatch/contracts';
import type { WfdbAnnotation } from './annotations.ts';
import type { WfdbHeader, WfdbSignalHeader } from './header.ts';
import { decodeSignalFile, missingCount, type SignalCounts } from './signals.ts';
import { presentValues } from '../missing-samples.ts';

export interface WfdbSignal {
  /** The header's description, such as `MLII`. */
  readonly lead: string;
  readonly countsPerUnit: number;
  /** `mV` for most ECGs. */
  readonly units: string;
  /** 1000 / countsPerUnit for millivolts; absent where the signal is not a voltage. */
  readonly microvoltsPerCount: number | undefined;
  /** Count at 0 units; not subtracted from `samples`. */
  readonly baseline: number;
  /** Counts as in the file. */
  readonly samples: SignalCounts;
  /** The count that means "no sample". */
  readonly missing: number;
}

export interface WfdbRecord {
  readonly name: string;
  readonly samplingRateHz: number;
  readonly signals: readonly WfdbSignal[];
  /** In order of time; empty without an annotation file. */
  readonly annotations: readonly WfdbAnnotation[];
  readonly comments: readonly string[];
}

/** Called with the lead of a signal that is left out, and why. */
export type OnUnusableSignal = (lead: string, error: RecordingError) => void;

/**
 * Assembles a record from its header and the bytes of its signal files.
 * A checksum of 0 counts as absent: every record of the 2017 challenge has it.
 * @param onUnusable called with each signal that cannot be read, which is left out. Default: the first one is an error
 * @throws RecordingError where a file is missing, short, in an unsupported format, or fails its checksum
 */
export function assembleWfdbRecord(
  header: WfdbHeader,
  signalFiles: ReadonlyMap<string, Uint8Array>,
  annotations: readonly WfdbAnnotation[] = [],
  onUnusable?: OnUnusableSignal,
): WfdbRecord {
  const usable = <Result>(leads: readonly WfdbSignalHeader[], read: () => Result): Result | undefined => {
    try {
      return read();
    } catch (error) {
      if (onUnusable === undefined || !(error instanceof RecordingError)) throw error;
      for (const { description } of leads) onUnusable(description, error);
      return undefined;
    }
  };
  const signals = [...groupByFile(header.signals)].flatMap(([fileName, group]) => {
    const counts = usable(group, () => countsOf(header, signalFiles.get(fileName), group));
    if (counts === undefined) return [];
    return group.flatMap(
      (signal, index) => usable([signal], () => toSignal(signal, counts[index] ?? new Int16Array())) ?? [],
    );
  });
  return {
    name: header.recordName,
    samplingRateHz: header.samplingRateHz,
    signals,
    annotations,
    comments: header.comments,
  };
}

function countsOf(
  { recordName, sampleCount }: WfdbHeader,
  bytes: Uint8Array | undefined,
  group: readonly WfdbSignalHeader[],
): SignalCounts[] {
  const { fileName, format, byteOffset } = group[0] as WfdbSignalHeader;
  if (bytes === undefined) {
    throw new RecordingError(
      { file: recordName, field: `signal file ${fileName}`, expected: 'its bytes' },
      { code: 'invalid-argument' },
    );
  }
  return decodeSignalFile(bytes, { fileName, format, byteOffset, signalCount: group.length, sampleCount });
}

/** Signals by file, in the header's order. */
function groupByFile(signals: readonly WfdbSignalHeader[]): Map<string, WfdbSignalHeader[]> {
  const groups = new Map<string, WfdbSignalHeader[]>();
  for (const signal of signals) {
    const group = groups.get(signal.fileName);
    if (group === undefined) groups.set(signal.fileName, [signal]);
    else group.push(signal);
  }
  return groups;
}

function toSignal(header: WfdbSignalHeader, samples: SignalCounts): WfdbSignal {
  verifyChecksum(header, samples);
  const unit = microvoltsIn(header.units);
  return {
    lead: header.description,
    countsPerUnit: header.countsPerUnit,
    units: header.units,
    microvoltsPerCount: unit === undefined ? undefined : unit / header.countsPerUnit,
    baseline: header.baseline,
    samples,
    missing: missingCount(header.format) ?? -32_768,
  };
}

function verifyChecksum(header: WfdbSignalHeader, samples: SignalCounts): void {
  if (header.checksum === undefined || header.checksum === 0) return;
  let sum = 0;
  for (const count of samples) sum = (sum + count) | 0;
  const found = (sum << 16) >> 16;
  const expected = (header.checksum << 16) >> 16;
  if (found === expected) return;
  throw new RecordingError(
    {
      file: header.fileName,
      field: `signal ${header.description}`,
      found: `checksum ${found}`,
      expected: `${expected} as in its header`,
    },
    { code: 'checksum-mismatch' },
  );
}

/**
 * Samples less their baseline, so that 0 is 0 units: the counts of a packet. Saturates at -32768 and 32767.
 */
export function samplesAboveBaseline(signal: Pick<WfdbSignal, 'samples' | 'baseline'>): Int16Array {
  return Int16Array.from(signal.samples, (count) =>
    Math.max(-32_768, Math.min(32_767, count - signal.baseline)),
  );
}

/** The counts of a signal, with NaN where the format says "no sample". */
export const presentCounts = ({ samples, missing }: Pick<WfdbSignal, 'samples' | 'missing'>): Float64Array =>
  presentValues(samples, missing);
