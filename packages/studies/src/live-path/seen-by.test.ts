import { expect, it } from 'vitest';
import { seenBy, seenCounts, seenText } from './seen-by.ts';

const manifests = [
  { kind: 'fibrillation', training: { records: { cudb: ['cu01', 'cu03'], mitdb: ['106'] } } },
  { kind: 'signal-quality', training: { records: { mitdb: ['mitdb/106'] } } },
];

it('names the models that learned from a record', () => {
  expect(seenBy(manifests, '106')).toEqual(['fibrillation', 'signal-quality']);
  expect(seenBy(manifests, 'cu01')).toEqual(['fibrillation']);
  expect(seenBy(manifests, '10')).toEqual([]);
});

it('counts them over records', () => {
  const outcomes = ['106', 'cu01', 'a103l'].map((record) => ({
    model: { seenBy: seenBy(manifests, record) },
  }));
  expect(seenText(seenCounts(outcomes))).toBe('fibrillation: 2 records, signal-quality: 1 records');
  expect(seenText(seenCounts([]))).toBe('none');
});
