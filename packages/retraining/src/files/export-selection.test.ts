import { deviceId, patientId, rr140Zscore } from '@beatwatch/contracts';
import { readBeatTable } from '@beatwatch/recordings';
import type { SelectedBeat } from '@beatwatch/timescale';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportSelection } from './export-selection.ts';

const beats = Array.from({ length: 5 }, (_, index): SelectedBeat => {
  const timeUs = 1_780_000_000_000_001 + index * 800_000;
  return {
    beat: {
      patientId: patientId(`p-${index % 2}`),
      deviceId: deviceId('d-1'),
      lead: 'V2',
      timeUs,
      endTimeUs: timeUs + 800_000,
      rrIntervalMs: 800.25,
      ...(index > 0 && { precedingRrIntervalMs: 790 }),
      preprocessing: rr140Zscore,
      samples: Float32Array.from(
        { length: 140 },
        (_, at) => Math.round(1024 * Math.sin(at / 9 + index)) / 1024,
      ),
    },
    part: index < 3 ? 'train' : index === 3 ? 'test' : 'context',
    ...(index < 4 && { normal: index !== 3 }),
    labelled: index === 3,
    learnable: true,
  };
});
const selection = { fingerprint: 'sha256:12', summary: { patients: 2 }, beats };

it('writes a Parquet file with every beat, its samples and the fingerprint', async () => {
  const file = exportSelection(selection, 'parquet').slice().buffer;
  const rows = await parquetReadObjects({
    file,
    parsers: { timestampFromMicroseconds: (micros: bigint) => micros },
  });
  expect(rows).toEqual(
    beats.map(({ beat, part, normal, labelled, learnable }) => ({
      patient: beat.patientId,
      device: beat.deviceId,
      lead: beat.lead,
      time: BigInt(beat.timeUs),
      end_time: BigInt(beat.endTimeUs),
      rr_interval_ms: beat.rrIntervalMs,
      preceding_rr_interval_ms: beat.precedingRrIntervalMs ?? null,
      part,
      normal: normal ?? null,
      labelled,
      learnable,
      samples: [...beat.samples],
    })),
  );
  expect(parquetMetadata(file).key_value_metadata).toContainEqual({ key: 'fingerprint', value: 'sha256:12' });
});

it('writes an ARFF file that is read as ECG5000 is, of the beats whose class is known', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'beatwatch-arff-'));
  const file = join(folder, 'beats.arff');
  await writeFile(file, exportSelection(selection, 'arff'));
  const table = await readBeatTable(file).finally(() => rm(folder, { recursive: true }));
  expect(table.beats.map(({ label }) => label)).toEqual(['normal', 'normal', 'normal', 'anomalous']);
  expect(table.beats.map(({ samples }) => samples)).toEqual(
    beats.slice(0, 4).map(({ beat }) => beat.samples),
  );
});

it.each(['arff', 'parquet'] as const)('gives the same bytes for the same selection: %s', (format) => {
  expect(exportSelection(selection, format)).toEqual(exportSelection(structuredClone(selection), format));
});
