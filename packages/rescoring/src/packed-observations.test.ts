import {
  decodeObservation,
  deviceId,
  encodeObservation,
  patientId,
  type Observation,
  type SignalFault,
} from '@beatwatch/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packSteps, unpackSteps } from './packed-steps.ts';

const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });
const present = <Fields extends object>(fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;

const milliseconds = fc.double({ min: 100, max: 10_000, noNaN: true });
const microseconds = fc.integer({ min: 1e15, max: 4e15 });
const faults: readonly SignalFault[] = ['flat', 'lead-off', 'muscle'];
const source = {
  patientId: fc.constantFrom(patientId('p-1'), patientId('p-2')),
  deviceId: fc.constant(deviceId('patch-1')),
  lead: fc.constantFrom('II', 'V1', 'é'),
  timeUs: microseconds,
  late: optional(fc.constant(true as const)),
  axis: optional(fc.nat(9)),
};
const beat = fc
  .record({
    ...source,
    rrIntervalMs: milliseconds,
    precedingRrIntervalMs: optional(milliseconds),
    preprocessing: fc.constant('r-window-88-microvolts'),
    samples: fc.float32Array({
      minLength: 88,
      maxLength: 88,
      min: -20_000,
      max: 20_000,
      noNaN: true,
    }),
    referenceLabel: optional(fc.constantFrom('N', 'V')),
  })
  .map((fields) => ({ kind: 'beat', beat: present({ ...fields, endTimeUs: fields.timeUs + 800_000 }) }));
const second = fc
  .record({
    ...source,
    qualityIndex: fc.double({ min: 0, max: 1, noNaN: true }),
    faults: fc.subarray([...faults]),
    fibrillationIndex: fc.double({ min: 0, max: 1, noNaN: true }),
    // Finer than what a message keeps.
    rhythmMeasures: optional(
      fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 6, maxLength: 6 }),
    ),
    qrsShare: optional(fc.double({ min: 0, max: 10, noNaN: true })),
    shiftUs: optional(fc.integer({ min: -1e12, max: 1e12 })),
    behindLogUs: optional(fc.integer({ min: -1e12, max: 1e12 })),
  })
  .map((fields) => ({
    kind: 'second',
    second: present({ ...fields, endTimeUs: fields.timeUs + 1_000_000 }),
  }));
const observation = fc.oneof(beat, second) as fc.Arbitrary<Observation>;

it('hands over what would be read of the messages that ingest publishes, in the same steps', () => {
  const step = fc.record({
    arrivalUs: optional(microseconds),
    observations: fc.array(observation, { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const published = steps.map(({ arrivalUs, observations }) => ({
        arrivalUs,
        observations: observations.map((one) => decodeObservation(encodeObservation(one))),
      }));
      expect(unpackSteps(packSteps(steps))).toEqual(published);
    }),
    { numRuns: 40 },
  );
});
