import { expect, it } from 'vitest';
import { hasLearned, isUnseenBy, seenCounts, seenText } from './seen-by.ts';

const shipped = { cudb: ['cu01', 'cu03'], mitdb: ['mitdb/106', 'mitdb/109'] };

it('knows a record by its name', () => {
  expect(hasLearned(shipped, '106')).toBe(true);
  expect(hasLearned(shipped, 'cu01')).toBe(true);
  expect(hasLearned(shipped, '10')).toBe(false);
});

it('lets a fold judge what it did not learn from, or nothing of a data set that it knows', () => {
  const fold = { cudb: ['cu01', 'cu03'], mitdb: ['mitdb/109'] };
  const other = { cudb: ['cu01', 'cu03'] };
  const ask = { recordName: '106', shipped };
  expect(isUnseenBy(fold, { ...ask, unseen: 'patient' })).toBe(true);
  expect(isUnseenBy(fold, { ...ask, unseen: 'data-set' })).toBe(false);
  expect(isUnseenBy(other, { ...ask, unseen: 'data-set' })).toBe(true);
  expect(isUnseenBy(shipped, { ...ask, unseen: 'patient' })).toBe(false);
});

it('counts the models that learned from records', () => {
  const outcomes = [['quality', 'fibrillation'], ['quality'], []].map((seenBy) => ({ model: { seenBy } }));
  expect(seenText(seenCounts(outcomes))).toBe('quality: 2 records, fibrillation: 1 records');
  expect(seenText(seenCounts([]))).toBe('none');
});
