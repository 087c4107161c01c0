import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beatClasses, type ClassProbabilities } from '../beat-class.ts';
import { absences, activities, postures, type DeviceReport } from '../device-report.ts';
import { ContractError } from '../errors.ts';
import { ScoreSchema } from '../generated/beatwatch/v1/stream_pb.ts';
import { alarmId, deviceId, modelVersion, patientId } from '../ids.ts';
import {
  alarmKinds,
  alarmLabels,
  alarmPriorities,
  alarmReasons,
  alarmStates,
  signalFaults,
  type AlarmEvent,
  type Beat,
  type Observation,
  type Packet,
} from '../messages.ts';
import type { PatientCommand } from '../patient-command.ts';
import { decodeAlarmEvent, encodeAlarmEvent } from './alarm-event.ts';
import { decodeBeat, encodeBeat } from './beat.ts';
import { decodeDeadLetter, encodeDeadLetter } from './dead-letter.ts';
import { decodeObservation, encodeObservation } from './observation.ts';
import { decodePacket, encodePacket } from './packet.ts';
import { decodePatientCommand, encodePatientCommand } from './patient-command.ts';
import { decodeScore, encodeScore } from './score.ts';

/** Times whose ends, up to a second later, are valid too. */
const timeUs = fc.integer({ min: 1e15, max: 9e15 - 1e6 - 1 });
const patient = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/).map(patientId);
const positive = fc.double({ min: 1e-3, max: 1e6, noNaN: true });

const packet: fc.Arbitrary<Packet> = fc.record({
  patientId: patient,
  deviceId: fc.constant(deviceId('dev-1')),
  lead: fc.string({ minLength: 1, maxLength: 16 }).filter((lead) => !(lead in {})),
  sequence: fc.nat(0xffff_ffff),
  samplingRateHz: fc.double({ min: 50, max: 2000, noNaN: true }),
  lastSampleTimeUs: fc.oneof(timeUs, fc.integer({ min: 1 - 9e15, max: 1e15 })),
  microvoltsPerCount: fc.double({ min: 1e-3, max: 1000, noNaN: true }),
  samples: fc.int16Array({ minLength: 1, maxLength: 500 }),
});

const report: fc.Arbitrary<DeviceReport> = fc.record(
  {
    batteryPercent: fc.integer({ min: 0, max: 100 }),
    absence: fc.constantFrom(...absences),
    activity: fc.constantFrom(...activities),
    posture: fc.constantFrom(...postures),
  },
  { requiredKeys: [] },
);

const beat: fc.Arbitrary<Beat> = fc
  .record({
    patientId: patient,
    deviceId: fc.constant(deviceId('dev-1')),
    lead: fc.constant('II'),
    timeUs,
    rrIntervalMs: fc.double({ min: 100, max: 10_000, noNaN: true }),
    preprocessing: fc.constant('rr-140-zscore'),
    samples: fc.float32Array({ minLength: 140, maxLength: 140, min: -1000, max: 1000, noNaN: true }),
  })
  .map((fields) => ({ ...fields, endTimeUs: fields.timeUs + 800_000 }));

const goodPacket: Packet = {
  patientId: patientId('p-1'),
  deviceId: deviceId('dev-1'),
  lead: 'II',
  sequence: 7,
  samplingRateHz: 250,
  lastSampleTimeUs: 1_700_000_000_000_000,
  microvoltsPerCount: 5,
  samples: Int16Array.of(1, -2, 300),
};

const goodBeat: Beat = {
  patientId: patientId('p-1'),
  deviceId: deviceId('dev-1'),
  lead: 'II',
  timeUs: 1_700_000_000_000_000,
  endTimeUs: 1_700_000_000_800_000,
  rrIntervalMs: 800,
  preprocessing: 'rr-140-zscore',
  samples: new Float32Array(140),
};

describe('what is encoded comes back the same', () => {
  it('a packet', () => {
    fc.assert(
      fc.property(packet, (value) => {
        expect(decodePacket(encodePacket(value))).toEqual(value);
      }),
    );
  });

  it('a packet with what its device says beside the samples', () => {
    fc.assert(
      fc.property(packet, report, fc.boolean(), (value, said, isPaced) => {
        const packetUs = Math.floor((value.samples.length * 1e6) / value.samplingRateHz);
        const pulses = isPaced && { pacingPulsesUs: [0, Math.floor(packetUs / 2), packetUs] };
        const reporting = { ...value, report: { ...said, ...pulses } };
        expect(decodePacket(encodePacket(reporting))).toEqual(reporting);
      }),
    );
  });

  it('a packet of a device that does not count, unlike one that counts from 0', () => {
    const { sequence: _, ...unnumbered } = goodPacket;
    expect(decodePacket(encodePacket(unnumbered))).toEqual(unnumbered);
    const first = { ...goodPacket, sequence: 0 };
    expect(decodePacket(encodePacket(first))).toEqual(first);
  });

  it('a beat, with and without a reference label', () => {
    fc.assert(
      fc.property(beat, fc.option(fc.constant('V'), { nil: undefined }), (value, label) => {
        const labelled = label === undefined ? value : { ...value, referenceLabel: label };
        expect(decodeBeat(encodeBeat(labelled))).toEqual(labelled);
      }),
    );
  });

  it('a score, with and without a lead, a threshold and a class', () => {
    const optional = fc.record(
      { threshold: positive, lead: fc.constantFrom('II', 'V1'), chosen: fc.constantFrom(...beatClasses) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(patient, timeUs, positive, optional, (id, time, anomalyScore, fields) => {
        const { threshold, lead, chosen } = fields;
        const probabilities = beatClasses.map((name) => [name, name === chosen ? 0.75 : 0.05]);
        const value = {
          patientId: id,
          beatTimeUs: time,
          modelVersion: modelVersion('m-1'),
          anomalyScore,
          anomalous: anomalyScore > 1,
          ventricular: anomalyScore > 2,
          rrIntervalMs: 800,
          scoredAtUs: time,
          ...(threshold === undefined ? {} : { threshold }),
          ...(lead === undefined ? {} : { lead }),
          ...(chosen !== undefined && {
            beatClass: chosen,
            classProbabilities: Object.fromEntries(probabilities) as ClassProbabilities,
          }),
        };
        expect(decodeScore(encodeScore(value))).toEqual(value);
      }),
    );
  });

  it('an alarm event', () => {
    const event = fc.record({
      kind: fc.constantFrom(...alarmKinds),
      priority: fc.constantFrom(...alarmPriorities),
      state: fc.constantFrom(...alarmStates),
      changeNumber: fc.integer({ min: 1, max: 1000 }),
      timeUs,
      raisedTimeUs: timeUs,
      beats: fc.array(fc.tuple(timeUs, positive), { maxLength: 9 }),
      measures: fc.record(
        { threshold: positive, measure: positive, lead: fc.constant('II') },
        { requiredKeys: [] },
      ),
      reason: fc.option(fc.constantFrom(...alarmReasons), { nil: undefined }),
    });
    fc.assert(
      fc.property(patient, event, (id, { beats, measures, reason, ...fields }) => {
        const value: AlarmEvent = {
          ...fields,
          ...(reason && { reason }),
          alarmId: alarmId(id, fields.kind, fields.raisedTimeUs),
          patientId: id,
          evidence: {
            beatTimesUs: beats.map(([time]) => time),
            anomalyScores: beats.map(([, anomalyScore]) => anomalyScore),
            fromUs: fields.raisedTimeUs,
            toUs: fields.raisedTimeUs + 1e5,
            ...measures,
          },
        };
        expect(decodeAlarmEvent(encodeAlarmEvent(value))).toEqual(value);
      }),
    );
  });

  it('an observation: a beat or a second of signal', () => {
    const second = fc.record({
      patientId: patient,
      deviceId: fc.constant(deviceId('dev-1')),
      lead: fc.constant('II'),
      timeUs,
      qualityIndex: fc.double({ min: 0, max: 1, noNaN: true }),
      faults: fc.subarray([...signalFaults]),
      fibrillationIndex: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const observation: fc.Arbitrary<Observation> = fc.oneof(
      beat.map((value) => ({ kind: 'beat' as const, beat: { ...value, precedingRrIntervalMs: 700 } })),
      beat.map((value) => ({ kind: 'beat' as const, beat: { ...value, late: true as const } })),
      second.map((fields) => ({
        kind: 'second' as const,
        second: { ...fields, endTimeUs: fields.timeUs + 1_000_000 },
      })),
      second.map((fields) => ({
        kind: 'second' as const,
        second: { ...fields, endTimeUs: fields.timeUs + 1_000_000, qrsShare: 0.125 },
        source: { topic: 'ecg.packets.v1', partition: 5, offset: fields.timeUs, index: 3 },
      })),
    );
    fc.assert(
      fc.property(observation, (value) => {
        expect(decodeObservation(encodeObservation(value))).toEqual(value);
      }),
    );
  });

  it('a command of each kind', () => {
    const id = patientId('p-1');
    const base = { patientId: id, actor: 'nurse', timeUs: 1.7e15 };
    const alarm = alarmId(id, 'anomaly-burst', 1.7e15);
    const commands: PatientCommand[] = [
      { ...base, action: 'acknowledge', alarmId: alarm },
      { ...base, action: 'set-threshold', value: 3.5 },
      { ...base, action: 'set-threshold' },
      ...alarmLabels.map((label) => ({ ...base, action: 'label' as const, alarmId: alarm, label })),
      { ...base, action: 'label', alarmId: alarm, label: 'false', episode: 13 },
      { ...base, action: 'admit' },
      { ...base, action: 'admit', displayName: 'Ada', ward: '3B', bed: '12' },
      { ...base, action: 'move', ward: '3B' },
      { ...base, action: 'move', ward: '3B', bed: '12' },
      { ...base, action: 'discharge' },
      { ...base, action: 'standby', untilUs: 1.7e15 },
      { ...base, action: 'resume' },
      { ...base, action: 'end-signal' },
    ];
    for (const command of commands) {
      expect(decodePatientCommand(encodePatientCommand(command))).toEqual(command);
    }
  });

  it('a dead letter', () => {
    const letter = {
      topic: 'ecg.packets.v1',
      partition: 3,
      offset: '9007199254740993',
      code: 'invalid-field',
      reason: 'lead: found "", expected text of 1 to 16 characters',
      timeUs: 1.7e15,
      key: Uint8Array.of(1),
      payload: Uint8Array.of(2, 3),
    };
    expect(decodeDeadLetter(encodeDeadLetter(letter))).toEqual(letter);
    const refused = { ...letter, field: 'lead', found: '""', expected: 'text of 1 to 16 characters' };
    expect(decodeDeadLetter(encodeDeadLetter(refused))).toEqual(refused);
    const original = {
      keyBytes: 900_000,
      payloadBytes: 1_000_000,
      payloadSha256: new Uint8Array(32).fill(7),
    };
    expect(decodeDeadLetter(encodeDeadLetter({ ...refused, original }))).toEqual({ ...refused, original });
  });
});

describe('the bytes on the wire', () => {
  // python3: from stream_pb2 import Packet (protoc --python_out of proto/beatwatch/v1/stream.proto);
  // Packet(patient_id='p-1', device_id='dev-1', lead='II', sequence=7, sampling_rate_hz=250,
  //   last_sample_time_us=1700000000000000, microvolts_per_count=5,
  //   samples=struct.pack('<3h', 1, -2, 300)).SerializeToString().hex()
  const golden =
    '0a03702d3112056465762d311a0249492007290000000000406f40308080f9c0c1c4820339000000000000144042060100feff2c01';
  it('are those that Protobuf libraries of other languages write', () => {
    expect(Buffer.from(encodePacket(goodPacket)).toString('hex')).toBe(golden);
    expect(decodePacket(Buffer.from(golden, 'hex'))).toEqual(goodPacket);
  });

  // By the Protobuf encoding, by hand: field 11 of 17 bytes; in it battery_percent 0, absence, two packed pulses of 0 and 8000
  const report = '5a11080012086e6f742d776f726e2a0300c03e';
  it('have a report behind the rest', () => {
    const reporting = {
      ...goodPacket,
      report: { batteryPercent: 0, absence: 'not-worn', pacingPulsesUs: [0, 8000] },
    } as const;
    expect(Buffer.from(encodePacket(reporting)).toString('hex')).toBe(golden + report);
    expect(decodePacket(Buffer.from(golden + report, 'hex'))).toEqual(reporting);
  });
});

describe('a message that breaks the contract', () => {
  const packetFaults: [string, Partial<Record<keyof Packet, unknown>>, string][] = [
    ['empty patient', { patientId: '' }, 'patientId: found ""'],
    ['path as patient', { patientId: '../etc' }, 'patientId: found "../etc"'],
    [
      'no samples',
      { samples: new Int16Array() },
      'samples.length: found 0, expected a number from 1 to 20000',
    ],
    ['rate of 0 Hz', { samplingRateHz: 0 }, 'samplingRateHz: found 0, expected a number from 50 to 2000'],
    ['rate that is no number', { samplingRateHz: Number.NaN }, 'samplingRateHz: found NaN'],
    ['no gain', { microvoltsPerCount: 0 }, 'microvoltsPerCount: found 0'],
    [
      'nanoseconds for microseconds',
      { lastSampleTimeUs: 1_700_000_000_000_000_000 },
      'lastSampleTimeUs: found 1700000000000000000, expected an epoch time in microseconds',
    ],
    ['endless lead name', { lead: 'x'.repeat(17) }, 'lead: found "xxxx'],
    [
      'a battery beyond full',
      { report: { batteryPercent: 101 } },
      'report.batteryPercent: found 101, expected a number from 0 to 100',
    ],
    [
      'a posture that nobody knows',
      { report: { posture: 'headstand' } },
      'report.posture: found "headstand", expected one of upright, sitting',
    ],
    [
      'a pulse after its end',
      { report: { pacingPulsesUs: [1000, 12_001] } },
      'report.pacingPulsesUs[1]: found 12001, expected a number from 0 to 12000',
    ],
  ];
  it.each(packetFaults)('packet with %s: names field, found and expected', (_name, fault, message) => {
    const bytes = encodePacket({ ...goodPacket, ...fault } as Packet);
    expect(() => decodePacket(bytes)).toThrow(ContractError);
    expect(() => decodePacket(bytes)).toThrow(message);
  });

  it('a beat with a sample that is not finite names the sample', () => {
    const samples = new Float32Array(140);
    samples[12] = Number.POSITIVE_INFINITY;
    expect(() => decodeBeat(encodeBeat({ ...goodBeat, samples }))).toThrow('samples[12]: found Infinity');
  });

  it('a beat of the wrong length or that ends before it begins is refused', () => {
    expect(() => decodeBeat(encodeBeat({ ...goodBeat, samples: new Float32Array(139) }))).toThrow(
      'samples.length: found 139, expected 140 values for rr-140-zscore',
    );
    expect(() => decodeBeat(encodeBeat({ ...goodBeat, endTimeUs: goodBeat.timeUs }))).toThrow(
      'endTimeUs: found',
    );
  });

  it('a beat of a preprocessing that nobody knows is refused', () => {
    expect(() => decodeBeat(encodeBeat({ ...goodBeat, preprocessing: 'guesswork' }))).toThrow(
      'preprocessing: found "guesswork", expected one of rr-140-zscore, r-window-88-microvolts',
    );
  });

  it('bytes of any kind are either read or refused with a ContractError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const decoders = [
          decodePacket,
          decodeBeat,
          decodeObservation,
          decodeScore,
          decodeAlarmEvent,
          decodePatientCommand,
        ];
        for (const decode of decoders) {
          try {
            decode(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(ContractError);
          }
        }
      }),
    );
  });
});

describe('a score with half a class', () => {
  const bytes = (fields: { readonly beatClass: string; readonly classProbabilities: number[] }): Uint8Array =>
    toBinary(
      ScoreSchema,
      create(ScoreSchema, {
        patientId: 'p-1',
        beatTimeUs: 1_700_000_000_000_000n,
        modelVersion: 'm-1',
        anomalyScore: 1,
        rrIntervalMs: 800,
        scoredAtUs: 1_700_000_000_000_000n,
        ...fields,
      }),
    );

  it.each([
    [{ beatClass: 'X', classProbabilities: [1, 0, 0, 0, 0, 0] }, 'beatClass'],
    [{ beatClass: 'V', classProbabilities: [1] }, 'classProbabilities'],
    [{ beatClass: 'V', classProbabilities: [1, 0, 0, 0, 0, 2] }, 'classProbabilities[5]'],
  ])('is refused: %j', (fields, field) => {
    expect(() => decodeScore(bytes(fields))).toThrow(field);
  });
});
