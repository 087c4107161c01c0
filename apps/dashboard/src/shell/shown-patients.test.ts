import type { PatientId } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import type { ShownGroup } from '../server/care-responses.ts';
import { shownPatients } from './shown-patients.ts';

const group = (groupId: number, ...ids: string[]): ShownGroup => ({
  ...{ groupId, name: `Team ${groupId}`, madeBy: 'Kim', hasOthers: false },
  patientIds: ids as PatientId[],
});
const patients = [
  ['p1', '3B'],
  ['p2', '3B'],
  ['p3', '4A'],
] as const;

it.each([
  [undefined, ['p1', 'p2', 'p3']],
  ['', ['p1', 'p2', 'p3']],
  ['3B', ['p1', 'p2']],
  ['a ward that has gone', ['p1', 'p2', 'p3']],
  ['group:1', ['p2', 'p3']],
  ['group:2', ['p1', 'p2', 'p3']],
  ['group:9', ['p1', 'p2', 'p3']],
] as const)('%j shows %j: everybody rather than nobody', (chosen, expected) => {
  const wards = new Set(patients.map(([, ward]) => ward));
  const { includes } = shownPatients(chosen, wards, [group(1, 'p2', 'p3'), group(2)]);
  const shown = patients.filter(([id, ward]) => includes({ patientId: id as PatientId, ward }));
  expect(shown.map(([id]) => id)).toEqual(expected);
});

it('takes a ward that is called like a group for the ward', () => {
  expect(shownPatients('group:1', new Set(['group:1']), [group(1, 'p2')]).ward).toBe('group:1');
});
