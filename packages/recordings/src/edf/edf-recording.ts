import { microvoltsIn, type ValuePiece } from '@beatwatch/contracts';
import { malformed } from '../errors.ts';
import { quantisedLead } from '../quantised-lead.ts';
import type { EcgRecording } from '../recording.ts';
import type { WfdbAnnotation } from '../wfdb/annotations.ts';
import { parseAnnotationLists, type EdfAnnotation } from './annotations.ts';
import { annotationsLabel, parseEdfHeader, type EdfHeader, type EdfSignal } from './header.ts';

/** Voltages other than ECG, by their label (https://www.edfplus.info/specs/edftexts.html). */
const otherTypes = /^(EEG|EMG|EOG|ERG|MEG|MCG|EP|Event|Resp|Sound|Light|Acc)\b/i;
const ecgType = /\b(ecg|ekg)\b/i;

/**
 * Reads the ECG of an EDF or EDF+ file: the voltages labelled ECG or EKG; without such a label, the voltages whose label
 * names no other type. Each signal keeps its own sampling rate. Gaps between the records of EDF+D are kept. Texts become
 * annotations with WFDB's symbol for a note, `"`.
 * @throws RecordingError with file, byte and field
 */
export function parseEdfRecording(bytes: Uint8Array, fileName: string): EcgRecording {
  const header = parseEdfHeader(bytes, fileName);
  const records = layOut(header, bytes, fileName);
  const chosen = ecgSignals(header.signals);
  if (chosen.length === 0) {
    const labels = header.signals.map(({ label, dimension }) => `${label} (${dimension})`).join(', ');
    throw malformed({ file: fileName, found: `signals ${labels}`, expected: 'an ECG in uV, mV or V' });
  }
  const annotations = readAnnotations(header, records);
  const runs = header.continuous
    ? [{ from: 0, to: records.count, startSeconds: 0 }]
    : runsOf(header, records, annotations, fileName);
  const leads = chosen.map((index) => {
    const signal = header.signals[index] as EdfSignal;
    const digitalSpan = signal.digitalMax - signal.digitalMin;
    if (digitalSpan === 0) {
      throw malformed({
        file: fileName,
        field: `signal ${signal.label}`,
        found: 'a digital range of 0',
        expected: 'a minimum and a maximum that differ',
      });
    }
    const unit = microvoltsIn(signal.dimension) ?? 1;
    const gain = ((signal.physicalMax - signal.physicalMin) / digitalSpan) * unit;
    return quantisedLead(
      {
        lead: leadName(signal.label),
        samplingRateHz: signal.samplesPerRecord / header.recordSeconds,
        microvoltsPerValue: gain,
        offsetMicrovolts: signal.physicalMin * unit - signal.digitalMin * gain,
        pieces: runs.map(({ from, to, startSeconds }): ValuePiece => ({
          startSeconds,
          values: records.samples(index, from, to),
        })),
      },
      fileName,
    );
  });
  return {
    name: fileName.replace(/\.[^.]*$/, ''),
    leads,
    annotations: notes(annotations, leads[0]?.samplingRateHz ?? 0),
  };
}

interface Records {
  readonly count: number;
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
  const count = header.recordCount ?? Math.floor(available / recordBytes);
  if (count === 0 || count * recordBytes > available) {
    const expected = count === 0 ? 'at least one' : `${count * recordBytes} for ${count} records`;
    throw malformed({
      file: fileName,
      found: count === 0 ? '0 records' : `${available} bytes of records`,
      expected,
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (signal: number, record: number): number =>
    header.headerBytes + record * recordBytes + (starts[signal] ?? 0);
  const lengthOf = (signal: number): number => header.signals[signal]?.samplesPerRecord ?? 0;
  return {
    count,
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

function ecgSignals(signals: readonly EdfSignal[]): number[] {
  const volts = [...signals.keys()].filter(
    (index) => microvoltsIn(signals[index]?.dimension ?? '') !== undefined,
  );
  const labelOf = (index: number): string => signals[index]?.label ?? '';
  const named = volts.filter((index) => ecgType.test(labelOf(index)));
  return named.length > 0 ? named : volts.filter((index) => !otherTypes.test(labelOf(index)));
}

/** `ECG II` is lead II. */
const leadName = (label: string): string => label.replace(/^(ecg|ekg)[\s:_-]*/i, '') || 'ECG';

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
