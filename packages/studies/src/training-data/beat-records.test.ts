import { expect, it } from 'vitest';
import { beatRecordKey, beatRecords, dataSetParts, patientParts } from './beat-records.ts';

it('lists each record once, and all records of a patient in one part', () => {
  const keys = beatRecords.map(beatRecordKey);
  expect(new Set(keys).size).toBe(keys.length);
  const parts = new Map<string, Set<number>>();
  for (const { dataSet, name, fold } of beatRecords) {
    const patient = dataSet === 'cpsc2021' ? name.replace(/_\d+$/, '') : name;
    const key = `${dataSet}/${patient}`;
    parts.set(key, (parts.get(key) ?? new Set()).add(fold));
  }
  expect([...parts].filter(([, folds]) => folds.size > 1)).toEqual([]);
});

it('holds every record out of one part of the patients, and a data set out of its own part alone', () => {
  for (const record of beatRecords) {
    expect(patientParts.filter(({ holdsOut }) => holdsOut(record))).toHaveLength(1);
    const names = dataSetParts.filter(({ holdsOut }) => holdsOut(record)).map(({ name }) => name);
    const { dataSet } = record;
    expect(names).toEqual(dataSet === 'mitdb' || dataSet === 'svdb' ? [`without-${dataSet}`] : []);
  }
});
