import { deviceId, patientId, rWindow88Microvolts } from '@beatwatch/contracts';
import type { SelectedBeat, SelectionPart } from '@beatwatch/timescale';
import { expect, it } from 'vitest';
import { labelledSet } from './labelled-set.ts';

const selected = (patient: string, index: number, part: SelectionPart): SelectedBeat => ({
  beat: {
    patientId: patientId(patient),
    deviceId: deviceId('d'),
    lead: 'II',
    timeUs: index * 1e6,
    endTimeUs: index * 1e6 + 448_000,
    rrIntervalMs: 1000,
    preprocessing: rWindow88Microvolts,
    samples: new Float32Array(88),
  },
  part,
  ...(part !== 'context' && { normal: index % 2 === 0 }),
  labelled: part === 'test',
  learnable: true,
});

it('judges the labelled beats alone, and shows a model what came before them', () => {
  const set = labelledSet([
    selected('a', 1, 'train'),
    selected('b', 2, 'context'),
    selected('b', 3, 'test'),
    selected('b', 4, 'test'),
  ]);
  expect(set?.sequences).toHaveLength(1);
  expect(set?.sequences[0]?.beats.map(({ normal }) => normal)).toEqual([undefined, false, true]);
});

it('is missing where nothing is labelled', () => {
  expect(labelledSet([selected('a', 1, 'train'), selected('a', 2, 'context')])).toBeUndefined();
});
