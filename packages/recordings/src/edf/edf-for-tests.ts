/** A signal of an EDF file that a test makes: fields as text, so that they may be wrong. */
interface EdfInputSignal {
  readonly label: string;
  readonly unit: string | Uint8Array;
  readonly physicalMin?: string;
  readonly physicalMax?: string;
  readonly digitalMin?: string;
  readonly digitalMax?: string;
  /** Default 100. */
  readonly samplesPerRecord?: number;
  /** Of each record. Default: a saw tooth. */
  readonly counts?: readonly number[];
}

export interface EdfInput {
  readonly signals: readonly EdfInputSignal[];
  /** Default 2. */
  readonly records?: number;
  /** What the header says. Default: `records`. */
  readonly statedRecords?: number;
  /** Default 1. */
  readonly recordSeconds?: number;
  /** What fields are filled up with. Default a blank. */
  readonly fill?: string;
}

/** Bytes of an EDF file, after https://www.edfplus.info/specs/edf.html. */
export function edfBytes({
  signals,
  records = 2,
  statedRecords = records,
  recordSeconds = 1,
  fill = ' ',
}: EdfInput): Uint8Array {
  const field = (value: string | number | Uint8Array, width: number): Buffer => {
    const bytes = Buffer.from(typeof value === 'number' ? String(value) : value);
    return Buffer.concat([bytes, Buffer.alloc(width - bytes.byteLength, fill, 'latin1')]);
  };
  const each = (width: number, of: (signal: EdfInputSignal) => string | number | Uint8Array): Buffer[] =>
    signals.map((signal) => field(of(signal), width));
  const lengthOf = ({ samplesPerRecord = 100 }: EdfInputSignal): number => samplesPerRecord;
  const record = signals.map((signal) =>
    Buffer.from(
      Int16Array.from({ length: lengthOf(signal) }, (_, index) => signal.counts?.[index] ?? (index % 50) - 25)
        .buffer,
    ),
  );
  return Buffer.concat([
    field('0', 8),
    field('X', 80),
    field('X', 80),
    field('01.01.24', 8),
    field('00.00.00', 8),
    field(256 * (signals.length + 1), 8),
    field('', 44),
    field(statedRecords, 8),
    field(recordSeconds, 8),
    field(signals.length, 4),
    ...each(16, ({ label }) => label),
    ...each(80, () => ''),
    ...each(8, ({ unit }) => unit),
    ...each(8, ({ physicalMin = '-32768' }) => physicalMin),
    ...each(8, ({ physicalMax = '32767' }) => physicalMax),
    ...each(8, ({ digitalMin = '-32768' }) => digitalMin),
    ...each(8, ({ digitalMax = '32767' }) => digitalMax),
    ...each(80, () => ''),
    ...each(8, lengthOf),
    ...each(32, () => ''),
    ...Array.from({ length: records }, () => record).flat(),
  ]);
}
