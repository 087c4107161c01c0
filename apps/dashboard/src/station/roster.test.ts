import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import type { Patient } from '@beatwatch/timescale';
import { expect, it } from 'vitest';
import type { PatientSummary } from '../live/live-patient.ts';
import type { Status } from '../live/status.ts';
import { Arrivals, rosterOf, tilesOf } from './roster.ts';

const stored = (id: string, displayName: string, ward = 'Ward 3'): Patient => ({
  patientId: id as PatientId,
  displayName,
  ward,
});
const live = (entries: Readonly<Record<string, Status['kind']>>): ReadonlyMap<PatientId, PatientSummary> =>
  new Map(
    Object.entries(entries).map(([id, kind]) => [
      id as PatientId,
      { patientId: id, status: { kind } } as PatientSummary,
    ]),
  );
const ids = (
  stored: readonly Patient[],
  live: ReadonlyMap<PatientId, PatientSummary>,
  order: 'name' | 'urgency',
): string[] => rosterOf(stored, live, { order }).map(({ patientId }) => patientId);

it('lists stored and live patients by ward and by name, with numbers in numeric order', () => {
  const patients = [stored('b', 'Demo 10'), stored('a', 'Demo 9'), stored('c', 'Demo 1', 'ICU')];
  expect(ids(patients, live({ a: 'no-alarm', x: 'no-alarm' }), 'name')).toEqual(['c', 'a', 'b', 'x']);
});

it('lists the beds of a ward in numeric order, then who has none', () => {
  const inBed = (id: string, bed: string): Patient => ({ ...stored(id, `Name of ${id}`), bed });
  const patients = [stored('a', 'Demo 1'), inBed('b', '12'), inBed('c', '2')];
  expect(ids(patients, live({}), 'name')).toEqual(['c', 'b', 'a']);
});

it('lists patients with alarms or without data first on request', () => {
  const patients = [stored('a', 'Demo 1'), stored('b', 'Demo 2'), stored('c', 'Demo 3')];
  expect(ids(patients, live({ a: 'no-alarm', b: 'no-data', c: 'alarm' }), 'urgency')).toEqual([
    'c',
    'b',
    'a',
  ]);
});

it('lists on request whom to look at first, the others as ever', () => {
  const patients = [stored('a', 'Demo 1'), stored('b', 'Demo 2'), stored('c', 'Demo 3')];
  const points = new Map([['c' as PatientId, 12]]);
  const roster = rosterOf(patients, live({}), { order: 'attention', points });
  expect(roster.map(({ patientId }) => String(patientId))).toEqual(['c', 'a', 'b']);
});

it('puts who comes later behind those who are there, whatever the name', () => {
  const patients = [stored('b', 'Demo 2'), stored('d', 'Demo 4')];
  const arrivals = new Arrivals().note(['b', 'd'] as PatientId[], true);
  arrivals.note(['c', 'a'] as PatientId[], true);
  const later = [...patients, stored('a', 'Demo 1'), stored('c', 'Demo 3')];
  const roster = rosterOf(later, new Map(), { order: 'name', arrivals });
  expect(roster.map(({ patientId }) => String(patientId))).toEqual(['b', 'd', 'c', 'a']);
});

it('leaves out of very many those without alarm, ward and signal, and nobody else', () => {
  const strays = Object.fromEntries(
    Array.from({ length: 2000 }, (_, index) => [`a${index}`, 'no-data' as const]),
  );
  const run = { kind: 'ventricular-run', priority: 'medium', state: 'active' } as AlarmEvent;
  const everyone = new Map([
    ...live({ ...strays, z1: 'no-alarm' }),
    ...[...live({ z2: 'no-data' })].map(
      ([id, summary]) => [id, { ...summary, status: { kind: 'alarm', alarm: run } }] as const,
    ),
  ]);
  const roster = rosterOf([stored('m', 'Zoe')], everyone, { order: 'name' });
  const tiles = tilesOf(roster, 50).map(({ patientId }) => String(patientId));
  expect(tiles).toHaveLength(50);
  expect(tiles).toEqual(expect.arrayContaining(['m', 'z1', 'z2']));
  expect(tilesOf(roster.slice(0, 40), 50)).toHaveLength(40);
});

it('remembers the arrivals of few who are no longer there', () => {
  const arrivals = new Arrivals();
  const here = 'here' as PatientId;
  for (let wave = 0; wave < 100; wave += 1) {
    const strays = Array.from({ length: 100 }, (_, index) => `stray-${wave}-${index}` as PatientId);
    arrivals.note([here, ...strays], true);
  }
  expect(arrivals.placeOf(here)).toBe(0);
  expect(arrivals.placeOf('stray-99-0' as PatientId)).toBeLessThan(Infinity);
  expect(arrivals.placeOf('stray-0-0' as PatientId)).toBe(Infinity);
  expect(arrivals.size).toBeLessThan(1200);
});
