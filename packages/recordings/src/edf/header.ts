import { shown } from '@beatwatch/contracts';
import { malformed, type RecordingError } from '../errors.ts';

/** One signal of an EDF or EDF+ file. */
export interface EdfSignal {
  readonly label: string;
  /** Such as `uV`. */
  readonly dimension: string;
  /**
   * What its numbers mean. Recorders leave these fields empty or equal for an unused input, so they are read apart.
   * @throws RecordingError where they give no scale
   */
  readonly scale: () => EdfScale;
  readonly samplesPerRecord: number;
}

/** Two points of the line from digital to physical values; neither pair is equal. */
interface EdfScale {
  readonly physicalMin: number;
  readonly physicalMax: number;
  readonly digitalMin: number;
  readonly digitalMax: number;
}

export interface EdfHeader {
  /** True for EDF and EDF+C, without gaps between records; false for EDF+D, where each record has its own start. */
  readonly continuous: boolean;
  readonly headerBytes: number;
  /** Absent where the header leaves it open (-1). */
  readonly recordCount: number | undefined;
  readonly recordSeconds: number;
  readonly signals: readonly EdfSignal[];
}

/** Label of the signals that carry times and texts instead of samples. */
export const annotationsLabel = 'EDF Annotations';

const fixedBytes = 256;
const signalBytes = 256;
const maxSignals = 4096;

/** Field widths of a signal, in the order of the header. */
const widths = [16, 80, 8, 8, 8, 8, 8, 80, 8, 32] as const;
const fields = {
  label: 0,
  dimension: 2,
  physicalMin: 3,
  physicalMax: 4,
  digitalMin: 5,
  digitalMax: 6,
  samplesPerRecord: 8,
} as const;

/** Accepted values, ends included. */
interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads the header of an EDF or EDF+ file (Kemp et al., Electroencephalogr Clin Neurophysiol 1992, 82:391-393; Kemp and
 * Olivan, Clin Neurophysiol 2003, 114:1755-1761; https://www.edfplus.info/specs/edf.html).
 * @throws RecordingError with file, byte and field
 */
export function parseEdfHeader(bytes: Uint8Array, fileName: string): EdfHeader {
  if (bytes.byteLength < fixedBytes) {
    throw malformed({
      file: fileName,
      byte: 0,
      found: `${bytes.byteLength} bytes`,
      expected: `a header of at least ${fixedBytes}`,
    });
  }
  const text = (at: number, length: number): string => fieldText(bytes.subarray(at, at + length));
  const number = (at: number, length: number, field: string, { min, max }: Range): number => {
    const found = text(at, length);
    // Recorders set to a language with decimal commas write them here too.
    const value = found === '' ? NaN : Number(found.replace(',', '.'));
    if (value >= min && value <= max) return value;
    throw malformed({
      file: fileName,
      byte: at,
      found: `${field} ${shown(found)}`,
      expected: `a number from ${min} to ${max}`,
    });
  };
  if (text(0, 8) !== '0')
    throw malformed({
      file: fileName,
      byte: 0,
      found: `version ${shown(text(0, 8))}`,
      expected: '"0", as in EDF and EDF+',
    });
  const signalCount = number(252, 4, 'number of signals', { min: 1, max: maxSignals });
  const headerBytes = number(184, 8, 'length of the header', { min: fixedBytes, max: 1e8 });
  const expectedBytes = fixedBytes + signalCount * signalBytes;
  if (headerBytes !== expectedBytes || bytes.byteLength < expectedBytes) {
    const found = `a header of ${Math.min(headerBytes, bytes.byteLength)} bytes`;
    throw malformed({
      file: fileName,
      byte: 184,
      found,
      expected: `${expectedBytes} for ${signalCount} signals`,
    });
  }
  const recordCount = number(236, 8, 'number of records', { min: -1, max: 1e8 });
  const at = (field: number, signal: number): number =>
    fixedBytes +
    signalCount * widths.slice(0, field).reduce((sum, width) => sum + width, 0) +
    signal * (widths[field] ?? 0);
  return {
    continuous: !text(192, 44).startsWith('EDF+D'),
    headerBytes,
    recordCount: recordCount < 0 ? undefined : Math.floor(recordCount),
    recordSeconds: number(244, 8, 'seconds of a record', { min: 0, max: 1e6 }),
    signals: Array.from({ length: signalCount }, (_, signal) => {
      const read = (field: number, name: string, min = -1e12, max = 1e12): number =>
        number(at(field, signal), 8, `${name} of signal ${signal + 1}`, { min, max });
      return {
        label: text(at(fields.label, signal), 16),
        dimension: text(at(fields.dimension, signal), 8),
        scale: () => {
          const scale = {
            physicalMin: read(fields.physicalMin, 'physical minimum'),
            physicalMax: read(fields.physicalMax, 'physical maximum'),
            digitalMin: read(fields.digitalMin, 'digital minimum', -32_768, 32_767),
            digitalMax: read(fields.digitalMax, 'digital maximum', -32_768, 32_767),
          };
          requireRange(scale, `signal ${signal + 1}`, fileName);
          return scale;
        },
        samplesPerRecord: Math.floor(read(fields.samplesPerRecord, 'samples in a record', 1, 1e7)),
      };
    }),
  };
}

/** The format asks for ASCII filled up with blanks. Recorders also fill with NUL, and write micro signs in Latin-1 or UTF-8. */
function fieldText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder('latin1').decode(bytes);
  }
  return text.replaceAll('\0', ' ').trim();
}

/** @throws RecordingError where minimum and maximum are equal, as recorders write them for an input that is not in use */
function requireRange(
  { physicalMin, physicalMax, digitalMin, digitalMax }: EdfScale,
  signal: string,
  fileName: string,
): void {
  const of = (kind: string, value: number): RecordingError =>
    malformed({
      file: fileName,
      field: signal,
      found: `a ${kind} minimum and maximum of ${value}`,
      expected: 'two that differ',
    });
  if (physicalMin === physicalMax) throw of('physical', physicalMin);
  if (digitalMin === digitalMax) throw of('digital', digitalMin);
}
