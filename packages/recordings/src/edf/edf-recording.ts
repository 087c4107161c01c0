import { microvoltsIn, type LeadValues } from '@beatwatch/contracts';
import { assembleRecording } from '../assemble-recording.ts';
import { malformed } from '../errors.ts';
import { leastCount, presentValues } from '../missing-samples.ts';
import type { ReadOptions } from '../options.ts';
import type { EcgRecording } from '../recording.ts';
import type { WfdbAnnotation } from '../wfdb/annotations.ts';
import { parseAnnotationLists, type EdfAnnotation } from './annotations.ts';
import { annotationsLabel, parseEdfHeader, type EdfHeader, type EdfSignal } from './header.ts';

/**
 * Reads the ECG of an EDF or EDF+ file: the voltages whose labels say ECG, or that are all unknown. Each signal keeps its own
 * sampling rate. Gaps between the records of EDF+D are kept. Texts become annotations with WFDB's symbol for a note, `"`.
 * Of a file that ends before its header says, the whole records are read.
 * @throws RecordingError with file, byte and field
 */
export function parseEdfRecording(
  bytes: Uint8Array,
  fileName: string,
  options: Pick<ReadOptions, 'unit'> = {},
): EcgRecording {
  const header = withUnit(parseEdfHeader(bytes, fileName), options.unit);
  const records = layOut(header, bytes, fileName);
  const volts = [...header.signals.entries()].filter(
    ([, { dimension }]) => microvoltsIn(dimension) !== undefined,
  );
  if (volts.length === 0) {
    const labels = header.signals.map(({ label, dimension }) => `${label} (${dimension})`).join(', ');
    throw malformed({
      file: fileName,
      found: `signals ${labels}`,
      expected: 'an ECG in uV, mV or V, or its unit',
    });
  }
  const annotations = readAnnotations(header, records);
  const runs = header.continuous
    ? [{ from: 0, to: records.count, startSeconds: 0 }]
    : runsOf(header, records, annotations, fileName);
  return assembleRecording({
    fileName,
    name: fileName.replace(/\.[^.]*$/, ''),
    signals: volts.map(([index, signal]) => ({
      label: signal.label,
      lead: leadName(signal.label),
      values: () => valuesOf(signal, header, (from, to) => records.samples(index, from, to), runs),
    })),
    annotations: (samplingRateHz) => notes(annotations, samplingRateHz),
    notes: records.notes,
  });
}

/** The header with the caller's unit for signals that have none. */
function withUnit(header: EdfHeader, unit: string | undefined): EdfHeader {
  if (unit === undefined) return header;
  const signals = header.signals.map((signal) =>
    signal.dimension === '' && signal.label !== annotationsLabel ? { ...signal, dimension: unit } : signal,
  );
  return { ...header, signals };
}

function valuesOf(
  signal: EdfSignal,
  { recordSeconds }: EdfHeader,
  samples: (from: number, to: number) => Int16Array,
  runs: readonly Run[],
): LeadValues {
  const { physicalMin, physicalMax, digitalMin, digitalMax } = signal.scale();
  const unit = microvoltsIn(signal.dimension) ?? 1;
  const gain = ((physicalMax - physicalMin) / (digitalMax - digitalMin)) * unit;
  return {
    lead: signal.label,
    samplingRateHz: signal.samplesPerRecord / recordSeconds,
    microvoltsPerValue: gain,
    offsetMicrovolts: physicalMin * unit - digitalMin * gain,
    pieces: runs.map(({ from, to, startSeconds }) => {
      const counts = samples(from, to);
      // Below the range that the header gives, the least count is a mark.
      const values = digitalMin > leastCount ? presentValues(counts, leastCount) : counts;
      return { startSeconds, values };
    }),
  };
}

interface Records {
  readonly count: number;
  /** What of the file is missing or left over. */
  readonly notes: readonly string[];
  /** Samples of a signal in the records `from` (inclusive) to `to` (exclusive). */
  samples(signal: number, from: number, to: number): Int16Array;
  bytes(signal: number, record: number): Uint8Array;
}

function layOut(header: EdfHeader, bytes: Uint8Array, fileName: string): Records {
  const starts: number[] = [];
  let recordBytes = 0;
  for (const { samplesPerRecord } of header.signals) {
    starts.push(recordBytes);
    recordBytes += samplesPerRecord * 2;
  }
  const available = bytes.byteLength - header.headerBytes;
  const whole = Math.floor(available / recordBytes);
  // A recorder fills the number in at the end: until then it is -1, 0 or what was planned.
  const stated = header.recordCount === 0 ? undefined : header.recordCount;
  const count = Math.min(whole, stated ?? whole);
  if (count === 0) {
    throw malformed({
      file: fileName,
      found: `${available} bytes of records`,
      expected: `at least one record of ${recordBytes} bytes`,
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (signal: number, record: number): number =>
    header.headerBytes + record * recordBytes + (starts[signal] ?? 0);
  const lengthOf = (signal: number): number => header.signals[signal]?.samplesPerRecord ?? 0;
  return {
    count,
    notes: lengthNotes(header, { count, stated, leftBytes: available - count * recordBytes }),
    samples(signal, from, to) {
      const length = lengthOf(signal);
      const samples = new Int16Array((to - from) * length);
      for (let record = from; record < to; record += 1) {
        const start = at(signal, record);
        for (let index = 0; index < length; index += 1) {
          samples[(record - from) * length + index] = view.getInt16(start + index * 2, true);
        }
      }
      return samples;
    },
    bytes: (signal, record) => {
      const start = at(signal, record);
      return bytes.subarray(start, start + lengthOf(signal) * 2);
    },
  };
}

/** Sentences on a file that is shorter or longer than its header says. */
function lengthNotes(
  { recordSeconds }: EdfHeader,
  { count, stated, leftBytes }: { count: number; stated: number | undefined; leftBytes: number },
): string[] {
  const read = `${count} records of ${recordSeconds} s are read`;
  if (stated !== undefined && stated > count) {
    return [`the header says ${stated} records and the file ends sooner: ${read}`];
  }
  return leftBytes === 0 ? [] : [`${leftBytes} bytes follow the last whole record: ${read}`];
}

/** `ECG II` is lead II, but `ECG2` a lead of that name. */
const leadName = (label: string): string => label.replace(/^(ecg|ekg)[\s:_-]*(?!\d+$)/i, '') || 'ECG';

/** Annotations of each record. */
function readAnnotations({ signals }: EdfHeader, records: Records): EdfAnnotation[][] {
  const carriers = [...signals.keys()].filter((index) => signals[index]?.label === annotationsLabel);
  return Array.from({ length: carriers.length === 0 ? 0 : records.count }, (_, record) =>
    carriers.flatMap((signal) => parseAnnotationLists(records.bytes(signal, record))),
  );
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly startSeconds: number;
}

/** Records without a gap between them. */
function runsOf(
  { recordSeconds }: EdfHeader,
  records: Records,
  annotations: readonly (readonly EdfAnnotation[])[],
  fileName: string,
): Run[] {
  const onsets = Array.from({ length: records.count }, (_, record) => {
    const first = annotations[record]?.[0];
    if (first !== undefined) return first.onsetSeconds;
    throw malformed({
      file: fileName,
      field: `time of record ${record + 1}`,
      expected: `a list in "${annotationsLabel}", as in every record of EDF+D`,
    });
  });
  const origin = onsets[0] ?? 0;
  const runs: Run[] = [];
  let from = 0;
  for (let record = 1; record <= onsets.length; record += 1) {
    const due = (onsets[record - 1] ?? 0) + recordSeconds;
    const onset = onsets[record] ?? Infinity;
    // Files give times with few digits.
    if (onset < due - 1e-3) {
      throw malformed({
        file: fileName,
        found: `record ${record + 1} at ${onset} s`,
        expected: `a time from ${due} s, where the previous record ends`,
      });
    }
    if (onset <= due + 1e-3) continue;
    runs.push({ from, to: record, startSeconds: (onsets[from] ?? 0) - origin });
    from = record;
  }
  return runs;
}

const notes = (
  annotations: readonly (readonly EdfAnnotation[])[],
  samplingRateHz: number,
): WfdbAnnotation[] => {
  const all = annotations.flat();
  const origin = all[0]?.onsetSeconds ?? 0;
  return all
    .filter(({ text, onsetSeconds }) => text !== '' && onsetSeconds >= origin)
    .map(({ text, onsetSeconds }) => ({
      sample: Math.round((onsetSeconds - origin) * samplingRateHz),
      symbol: '"',
      subtype: 0,
      channel: 0,
      number: 0,
      aux: text,
    }))
    .sort((a, b) => a.sample - b.sample);
};
