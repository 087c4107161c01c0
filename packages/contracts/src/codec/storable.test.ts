import { create, toBinary, type DescMessage } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { ContractError } from '../errors.ts';
import {
  AlarmEventSchema,
  BeatSchema,
  ObservationSchema,
  PacketSchema,
  PatientCommandSchema,
  ScoreSchema,
} from '../generated/beatwatch/v1/stream_pb.ts';
import { isStorableText } from '../storable-text.ts';
import { decodeAlarmEvent } from './alarm-event.ts';
import { decodeBeat } from './beat.ts';
import { decodeObservation } from './observation.ts';
import { decodePacket } from './packet.ts';
import { decodePatientCommand } from './patient-command.ts';
import { decodeScore } from './score.ts';

const timeUs = 1_700_000_000_000_000n;
const endTimeUs = timeUs + 800_000n;
const source = { patientId: 'p-1', deviceId: 'd-1', lead: 'II' };
const beat = {
  ...source,
  timeUs,
  endTimeUs,
  rrIntervalMs: 800,
  preprocessing: 'rr-140-zscore',
  samples: new Uint8Array(560),
  referenceLabel: 'N',
};
const evidence = { fromUs: timeUs, toUs: endTimeUs, lead: 'II', threshold: 1, measure: 2 };
const second = { ...source, timeUs, endTimeUs, qualityIndex: 1, faults: ['flat'], fibrillationIndex: 0 };

/** A good message of each kind whose fields reach the database, with its decoder. */
const kinds: readonly [schema: DescMessage, good: object, decode: (bytes: Uint8Array) => unknown][] = [
  [
    PacketSchema,
    {
      ...source,
      samplingRateHz: 250,
      lastSampleTimeUs: timeUs,
      microvoltsPerCount: 5,
      samples: new Uint8Array(2),
    },
    decodePacket,
  ],
  [BeatSchema, beat, decodeBeat],
  [ObservationSchema, { kind: { case: 'beat', value: beat } }, decodeObservation],
  [ObservationSchema, { kind: { case: 'second', value: second } }, decodeObservation],
  [
    ScoreSchema,
    {
      patientId: 'p-1',
      beatTimeUs: timeUs,
      lead: 'II',
      modelVersion: 'm-1',
      anomalyScore: 1,
      threshold: 2,
      rrIntervalMs: 800,
      scoredAtUs: timeUs,
      beatClass: 'V',
      classProbabilities: [0, 0, 1, 0, 0, 0],
    },
    decodeScore,
  ],
  [
    AlarmEventSchema,
    {
      alarmId: 'p-1/asystole/1',
      patientId: 'p-1',
      kind: 'asystole',
      priority: 'high',
      state: 'active',
      changeNumber: 1,
      timeUs,
      raisedTimeUs: timeUs,
      actor: 'nurse',
      evidence: { ...evidence, beatTimesUs: [timeUs], anomalyScores: [1] },
    },
    decodeAlarmEvent,
  ],
  ...[
    { case: 'acknowledge', value: { alarmId: 'p-1/asystole/1' } },
    { case: 'label', value: { alarmId: 'p-1/asystole/1', label: 'true' } },
    { case: 'setThreshold', value: { value: 3 } },
    { case: 'admit', value: { displayName: 'Ada', ward: '3B', bed: '12' } },
    { case: 'move', value: { ward: '3B', bed: '12' } },
    { case: 'standby', value: { untilUs: timeUs } },
  ].map((action): [DescMessage, object, (bytes: Uint8Array) => unknown] => [
    PatientCommandSchema,
    { patientId: 'p-1', actor: 'nurse', timeUs, action },
    decodePatientCommand,
  ]),
];

const poisonOf = (value: unknown): readonly unknown[] => {
  // A decoder of Protobuf makes whole characters of half ones: only U+0000 comes over the wire.
  if (typeof value === 'string') return [`${value}\0`, '\0', 'x'.repeat(100_000)];
  if (typeof value === 'bigint') return [-(2n ** 63n), 2n ** 63n - 1n];
  if (typeof value === 'number') return [Number.NaN];
  return [];
};

/** The message with one of its fields poisoned, for each field at any depth. */
function poisoned(message: object): [path: string, message: object][] {
  return Object.entries(message).flatMap(([name, value]: [string, unknown]): [string, object][] => {
    if (name === 'case') return [];
    if (value instanceof Uint8Array) return [];
    const inner: [string, unknown][] =
      typeof value === 'object' && value !== null
        ? poisoned(value).map(([path, changed]): [string, unknown] => [
            `.${path}`,
            Array.isArray(value) ? Object.values(changed) : changed,
          ])
        : poisonOf(value).map((poison): [string, unknown] => [` ${String(poison).slice(0, 8)}`, poison]);
    return inner.map(([path, changed]): [string, object] => [
      `${name}${path}`,
      { ...message, [name]: changed },
    ]);
  });
}

describe.each(kinds)('a message of the kind %s', (schema, good, decode) => {
  const bytesOf = (message: object): Uint8Array =>
    toBinary(schema, create(schema, message as Record<string, unknown>));

  it('is read while its fields can be stored', () => {
    expect(() => decode(bytesOf(good))).not.toThrow();
  });

  it.each(poisoned(good).filter(([path]) => !path.includes('changeNumber')))(
    'is refused with %s',
    (_path, message) => {
      expect(() => decode(bytesOf(message))).toThrow(ContractError);
    },
  );
});

it('the number of an alarm change fits the column', () => {
  const [, event] = kinds.find(([schema]) => schema === AlarmEventSchema)!;
  const bytes = toBinary(AlarmEventSchema, create(AlarmEventSchema, { ...event, changeNumber: 0x8000_0000 }));
  expect(() => decodeAlarmEvent(bytes)).toThrow('changeNumber');
});

it.each([
  ['II', true],
  ['', true],
  ['Ø 💓', true],
  ['II\0', false],
  ['\ud800', false],
  ['\udc00\ud800', false],
])('%j can be stored: %s', (text, storable) => {
  expect(isStorableText(text)).toBe(storable);
});

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  '%s is no name of a lead, which objects are indexed by',
  (lead) => {
    const [, packet] = kinds[0]!;
    const bytes = toBinary(PacketSchema, create(PacketSchema, { ...packet, lead }));
    expect(() => decodePacket(bytes)).toThrow('lead: found');
  },
);
