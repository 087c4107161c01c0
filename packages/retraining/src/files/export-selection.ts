import { formatBeatTable } from '@beatwatch/recordings';
import type { StoredSelection } from '@beatwatch/timescale';
import { parquetWriteBuffer } from 'hyparquet-writer';

export const exportFormats = ['arff', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A selection as a file that other programs read. The same selection gives the same bytes. */
export function exportSelection(selection: StoredSelection, format: ExportFormat): Uint8Array {
  return format === 'arff' ? asArff(selection) : asParquet(selection);
}

/** Beats whose class is known, in the layout of ECG5000: a value an attribute, then `normal` or `anomalous`. */
function asArff({ fingerprint, beats }: StoredSelection): Uint8Array {
  const labelled = beats.flatMap(({ beat, normal }) =>
    normal === undefined ? [] : [{ samples: beat.samples, label: normal ? 'normal' : 'anomalous' }],
  );
  const preprocessing = beats[0]?.beat.preprocessing ?? '';
  return new TextEncoder().encode(
    formatBeatTable({ name: 'beats', beats: labelled }, [
      `Selection ${fingerprint}`,
      `Preprocessing ${preprocessing}; patients, times and parts are in the Parquet file`,
    ]),
  );
}

/** Every beat with all that is known of it, a row each, the samples as a list. */
function asParquet({ fingerprint, summary, beats }: StoredSelection): Uint8Array {
  const columnOf = (name: string, valueOf: (beat: StoredSelection['beats'][number]) => unknown) => ({
    name,
    data: beats.map(valueOf),
  });
  const buffer = parquetWriteBuffer({
    columnData: [
      columnOf('patient', ({ beat }) => beat.patientId),
      columnOf('device', ({ beat }) => beat.deviceId),
      columnOf('lead', ({ beat }) => beat.lead),
      columnOf('time', ({ beat }) => BigInt(beat.timeUs)),
      columnOf('end_time', ({ beat }) => BigInt(beat.endTimeUs)),
      columnOf('rr_interval_ms', ({ beat }) => beat.rrIntervalMs),
      columnOf('preceding_rr_interval_ms', ({ beat }) => beat.precedingRrIntervalMs),
      columnOf('part', ({ part }) => part),
      columnOf('normal', ({ normal }) => normal),
      columnOf('labelled', ({ labelled }) => labelled),
      columnOf('learnable', ({ learnable }) => learnable),
      columnOf('samples', ({ beat }) => [...beat.samples]),
    ],
    schema: [
      { name: 'beats', num_children: 12 },
      ...['patient', 'device', 'lead'].map(text),
      ...['time', 'end_time'].map(time),
      { name: 'rr_interval_ms', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      { name: 'preceding_rr_interval_ms', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
      text('part'),
      { name: 'normal', type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
      { name: 'labelled', type: 'BOOLEAN', repetition_type: 'REQUIRED' },
      { name: 'learnable', type: 'BOOLEAN', repetition_type: 'REQUIRED' },
      { name: 'samples', converted_type: 'LIST', repetition_type: 'REQUIRED', num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
    ],
    kvMetadata: [
      { key: 'fingerprint', value: fingerprint },
      { key: 'preprocessing', value: beats[0]?.beat.preprocessing ?? '' },
      { key: 'summary', value: JSON.stringify(summary) },
    ],
    createdBy: 'beatwatch',
  });
  return new Uint8Array(buffer);
}

const text = (name: string) =>
  ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' }) as const;

const time = (name: string) =>
  ({
    name,
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
    repetition_type: 'REQUIRED',
  }) as const;
