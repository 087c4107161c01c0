import { isDeepStrictEqual } from 'node:util';
import type { PatientId } from '@beatwatch/contracts';
import type { Stored, Tables } from '../database/tables.ts';
import type { Ended } from './ended.ts';

type Rows = ReadonlyMap<string, Stored<{ readonly patientId: PatientId }>>;

/** Rows of a table that are missing, or differ, or that no message gave cause for. */
function differences(
  name: string,
  expected: Rows,
  found: Rows,
  asCompared = (row: object): object => row,
): string[] {
  const problems: string[] = [];
  for (const [key, { row }] of expected) {
    const stored = found.get(key);
    if (stored === undefined) problems.push(`${name} ${shown(key)} is missing`);
    else if (!isDeepStrictEqual(asCompared(stored.row), asCompared(row))) {
      problems.push(`${name} ${shown(key)} differs from the reference run's`);
    }
  }
  for (const key of found.keys()) {
    if (!expected.has(key)) problems.push(`${name} ${shown(key)} has no cause`);
  }
  return problems;
}

const shown = (key: string): string => key.replaceAll('\n', ' ');

const of = (rows: Rows, accepts: (patientId: PatientId) => boolean): Rows =>
  new Map([...rows].filter(([, { row }]) => accepts(row.patientId)));

/** Waveforms, gaps, beats and scores are those of a run in which nothing fails, each once. */
export function rowProblems({ site, reference, handled }: Ended): string[] {
  const found: Tables = site.database.tables;
  const expected: Tables = reference.database.tables;
  const alone = (id: PatientId): boolean => !handled.has(id);
  return [
    ...differences('waveform', expected.waveforms.rows, found.waveforms.rows),
    ...differences('gap', expected.gaps.rows, found.gaps.rows),
    ...differences('beat', expected.beats.rows, found.beats.rows),
    ...differences('score', of(expected.scores.rows, alone), of(found.scores.rows, alone), (row) => ({
      ...row,
      scoredAtUs: 0,
    })),
    // A threshold that a person sets changes what follows, from a moment on that no log tells.
    ...differences(
      'score',
      of(expected.scores.rows, (id) => !alone(id)),
      of(found.scores.rows, (id) => !alone(id)),
      () => ({}),
    ),
  ];
}
