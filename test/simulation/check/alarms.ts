import { isDeepStrictEqual } from 'node:util';
import type { AlarmEvent } from '@beatwatch/contracts';
import type { Ended } from './ended.ts';

const keyOf = ({ alarmId, changeNumber, state }: AlarmEvent): string => `${alarmId} ${changeNumber} ${state}`;

/** Changes that follow from the log alone: not those by a clock. */
const followsFromLog = ({ kind }: AlarmEvent): boolean => kind !== 'no-data';

/** Every change of an alarm is that of the reference run, in order; none is missing, none came twice. */
export function alarmProblems({ site, reference, handled, patients }: Ended): string[] {
  const found = site.database.tables.alarmEvents.list();
  const expected = reference.database.tables.alarmEvents.list();
  const problems: string[] = [];
  for (const { patientId } of patients) {
    const stored = found.filter((event) => event.patientId === patientId);
    problems.push(...numberingProblems(stored, handled.has(patientId)));
    const caused = expected.filter((event) => event.patientId === patientId).filter(followsFromLog);
    if (handled.has(patientId)) problems.push(...raisedProblems(stored, caused));
    else problems.push(...changeProblems(stored.filter(followsFromLog), caused));
  }
  return problems;
}

function changeProblems(stored: readonly AlarmEvent[], caused: readonly AlarmEvent[]): string[] {
  const known = new Map(stored.map((event) => [keyOf(event), event]));
  const missing = caused.filter((event) => !isDeepStrictEqual(known.get(keyOf(event)), event));
  const expected = new Set(caused.map(keyOf));
  const surplus = stored.filter((event) => !expected.has(keyOf(event)));
  return [
    ...missing.map((event) => `${keyOf(event)} is ${known.has(keyOf(event)) ? 'another' : 'missing'}`),
    ...surplus.map((event) => `${keyOf(event)} has no cause`),
  ];
}

/**
 * Where people act, an alarm may take another course: each that is raised in the reference run is raised, or its kind was
 * open at that time.
 */
function raisedProblems(stored: readonly AlarmEvent[], caused: readonly AlarmEvent[]): string[] {
  const kinds = new Set(stored.map(({ kind }) => kind));
  return caused.filter(({ kind }) => !kinds.has(kind)).map((event) => `${keyOf(event)} was never raised`);
}

/** Changes are numbered without a gap; a crash may leave two with one number, where a person has acted. */
function numberingProblems(stored: readonly AlarmEvent[], isHandled: boolean): string[] {
  const numbers = new Map<string, number[]>();
  for (const { alarmId, changeNumber } of stored) {
    numbers.set(alarmId, [...(numbers.get(alarmId) ?? []), changeNumber]);
  }
  return [...numbers].flatMap(([alarmId, of]) => {
    const distinct = [...new Set(of)].sort((one, other) => one - other);
    const isGapless = distinct.every((number, index) => number === index + 1);
    const isTwice = !isHandled && distinct.length !== of.length;
    return isGapless && !isTwice ? [] : [`${alarmId} has the changes ${of.join(', ')}`];
  });
}
