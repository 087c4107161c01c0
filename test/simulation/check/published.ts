import { isDeepStrictEqual } from 'node:util';
import {
  decodeAlarmEvent,
  decodeObservation,
  decodeScore,
  observedIn,
  topics,
  type AlarmEvent,
  type PatientId,
} from '@beatwatch/contracts';
import type { SimulatedBroker } from '../broker/simulated-broker.ts';
import { fingerprint } from '../trace.ts';
import type { Ended } from './ended.ts';

interface Published<Value> {
  readonly patientId: PatientId;
  readonly id: string;
  readonly value: Value;
}

/** What can be read of a topic, in order; what cannot is poison that the simulation has put there. */
function readable<Value>(
  broker: SimulatedBroker,
  topic: string,
  decode: (bytes: Uint8Array) => Published<Value>,
): Published<Value>[] {
  return broker.logs(topic).flatMap((log) =>
    log.flatMap(({ value }) => {
      try {
        return [decode(value)];
      } catch {
        return [];
      }
    }),
  );
}

/** The first of each; a repeat has to be the same. */
function firsts<Value>(
  name: string,
  messages: readonly Published<Value>[],
  problems: string[],
): Map<string, Published<Value>> {
  const first = new Map<string, Published<Value>>();
  for (const message of messages) {
    const key = `${message.patientId} ${message.id}`;
    const known = first.get(key);
    if (known === undefined) first.set(key, message);
    else if (!isDeepStrictEqual(known.value, message.value))
      problems.push(`${name} ${key} was published twice, not the same`);
  }
  return first;
}

/** What was published of one thing; one key may be that of two beats, of two leads. */
function valuesOf(messages: readonly Published<object>[]): Map<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>();
  for (const { patientId, id, value } of messages) {
    const key = `${patientId} ${id}`;
    const of = values.get(key) ?? new Set();
    values.set(key, of.add(JSON.stringify(value)));
  }
  return values;
}

const observation = (bytes: Uint8Array): Published<object> => {
  const value = decodeObservation(bytes);
  const { patientId, timeUs } = observedIn(value);
  return { patientId, id: `${value.kind} ${timeUs} ${fingerprint(bytes)}`, value: {} };
};

const alarm = (bytes: Uint8Array): Published<AlarmEvent> => {
  const value = decodeAlarmEvent(bytes);
  return { patientId: value.patientId, id: `${value.alarmId} ${value.changeNumber} ${value.state}`, value };
};

const score = (bytes: Uint8Array): Published<object> => {
  const value = decodeScore(bytes);
  return {
    patientId: value.patientId,
    id: `${value.beatTimeUs} ${value.lead ?? ''}`,
    value: { ...value, scoredAtUs: 0 },
  };
};

/** What is published is what is stored, in the order of the reference run; a repeat equals the first. */
export function publishedProblems({ site, reference, handled, patients }: Ended): string[] {
  const problems: string[] = [];
  const { tables } = site.database;
  const beats = firsts('observation', readable(site.broker, topics.beats, observation), problems);
  const expectedBeats = firsts(
    'observation',
    readable(reference.broker, topics.beats, observation),
    problems,
  );
  const unhandled = (id: PatientId): boolean => !handled.has(id);
  const alarms = readable(site.broker, topics.alarms, alarm);
  const alone = firsts(
    'change',
    alarms.filter(({ patientId }) => unhandled(patientId)),
    problems,
  );
  const expectedAlarms = firsts('change', readable(reference.broker, topics.alarms, alarm), problems);
  for (const { patientId } of patients) {
    problems.push(...orderProblems('observation', of(beats, patientId), of(expectedBeats, patientId)));
    if (handled.has(patientId)) continue;
    const fromLog = ({ value }: Published<AlarmEvent>): boolean => value.kind !== 'no-data';
    problems.push(
      ...orderProblems('change', of(alone, patientId, fromLog), of(expectedAlarms, patientId, fromLog)),
    );
  }
  const published = new Set(alarms.map(({ id }) => id));
  for (const { alarmId, changeNumber, state } of tables.alarmEvents.list()) {
    if (!published.has(`${alarmId} ${changeNumber} ${state}`))
      problems.push(`${alarmId} ${changeNumber} ${state} is stored and was never published`);
  }
  const scores = readable(site.broker, topics.scores, score);
  const known = readable(reference.broker, topics.scores, score);
  const alike = valuesOf(known.filter(({ patientId }) => unhandled(patientId)));
  for (const [key, values] of valuesOf(scores.filter(({ patientId }) => unhandled(patientId)))) {
    if (!isDeepStrictEqual(values, alike.get(key))) problems.push(`score ${key} was published otherwise`);
  }
  const scored = new Set(scores.map(({ patientId, id }) => `${patientId} ${id}`));
  for (const { patientId, beatTimeUs, lead = '' } of tables.scores.list()) {
    if (!scored.has(`${patientId} ${beatTimeUs} ${lead}`))
      problems.push(`score ${patientId} ${beatTimeUs} ${lead} is stored and was never published`);
  }
  return problems;
}

const of = <Value>(
  messages: ReadonlyMap<string, Published<Value>>,
  patientId: PatientId,
  accepts: (message: Published<Value>) => boolean = () => true,
): string[] =>
  [...messages.values()]
    .filter((message) => message.patientId === patientId && accepts(message))
    .map(({ id }) => id);

function orderProblems(name: string, found: readonly string[], expected: readonly string[]): string[] {
  const index = expected.findIndex((id, place) => found[place] !== id);
  if (index < 0 && found.length === expected.length) return [];
  const at = index < 0 ? expected.length : index;
  return [`${name} ${at}: found ${found[at] ?? 'the end'}, expected ${expected[at] ?? 'the end'}`];
}
