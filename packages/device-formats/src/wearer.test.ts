import type { PatientId } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { readFhir, readJson, readPolar } from './read-post.ts';
import { wearerOf } from './wearer.ts';

const atUs = Date.UTC(2026, 10, 29, 12) * 1000;
const hourUs = 3600e6;
const [ada, bob] = ['ada', 'bob'] as PatientId[];
const wearer = wearerOf(
  new Map([
    [
      'shared',
      [
        { patientId: ada!, fromUs: atUs, untilUs: atUs + hourUs },
        { patientId: bob!, fromUs: atUs + 2 * hourUs },
      ],
    ],
    ['off', [{ patientId: ada!, fromUs: atUs, untilUs: atUs + hourUs }]],
  ]),
);

describe('whose a device is', () => {
  it.each([
    ['with its first wearer', atUs, 'ada'],
    ['to the end of that time, whoever wears it now', atUs + hourUs - 1, 'ada'],
    ['with the next one', atUs + 2 * hourUs, 'bob'],
    ['with the next one in what comes days later', atUs + 72 * hourUs, 'bob'],
    ['with whom it is about to be given to, by a clock that is slow', atUs + 2 * hourUs - 59e6, 'bob'],
    ['with whom wears it now, by a clock that was never set', 5e6, 'bob'],
  ])('%s', (_, timeUs, patient) => {
    expect(wearer('shared', timeUs)).toBe(patient);
  });

  it.each([
    ['between two', 'shared', atUs + 1.5 * hourUs],
    ['before the first', 'shared', atUs - 61e6],
    ['after it was taken off', 'off', atUs + hourUs],
    ['by a clock that was never set, once it was taken off', 'off', 5e6],
    ['if it is not known', 'strange', atUs],
  ])('is with nobody %s, which says what to do', (_, device, timeUs) => {
    expect(() => wearer(device, timeUs)).toThrow(`beatwatch devices pair ${device} PATIENT`);
  });
});

describe('a part that names a device alone', () => {
  const packet = {
    ...{ deviceId: 'shared', lead: 'II', sequence: 0, samplingRateHz: 250, microvoltsPerCount: 5 },
    ...{ lastSampleTimeUs: atUs + 5e6, samples: [1, 2, 3] },
  };
  const strap = {
    deviceId: 'shared',
    timeStamp: (atUs - Date.UTC(2000, 0) * 1000 + 5e6) * 1000,
    samples: [1, 2],
  };
  const observation = {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'urn:iso:std:iso:11073:10101', code: '131330' }] },
    device: { reference: 'Device/shared' },
    effectiveDateTime: '2026-11-29T12:00:05Z',
    valueSampledData: { origin: { value: 0, code: 'uV' }, period: 4, dimensions: 1, data: '1 2' },
  };
  const strange = [{ index: 0, field: 'deviceId', unpairedDevice: 'strange' }];

  it('is of the wearer, in each format', () => {
    expect(readJson(packet, wearer).packets).toMatchObject([{ patientId: 'ada', deviceId: 'shared' }]);
    expect(readPolar(strap, wearer).packets).toMatchObject([{ patientId: 'ada', deviceId: 'shared' }]);
    expect(readFhir(observation, wearer).packets).toMatchObject([{ patientId: 'ada', deviceId: 'shared' }]);
  });

  it('is refused where nobody wears it, and can be told from what cannot be used', () => {
    const other = { ...observation, device: { reference: 'Device/strange' } };
    expect(readJson([{ ...packet, deviceId: 'strange' }], wearer).faults).toMatchObject(strange);
    expect(readPolar([{ ...strap, deviceId: 'strange' }], wearer).faults).toMatchObject(strange);
    expect(readFhir({ resourceType: 'Bundle', entry: [{ resource: other }] }, wearer).faults).toMatchObject(
      strange,
    );
    const { faults } = readFhir({ ...observation, device: undefined }, wearer);
    expect(faults).toMatchObject([{ field: 'subject', found: 'nothing' }]);
    expect(faults[0]).not.toHaveProperty('unpairedDevice');
  });

  it('is of the patient that it names, whoever wears the device', () => {
    expect(readJson({ ...packet, patientId: 'p-9' }, wearer).packets).toMatchObject([{ patientId: 'p-9' }]);
    expect(readFhir({ ...observation, subject: { reference: 'Patient/p-9' } }, wearer).packets).toMatchObject(
      [{ patientId: 'p-9' }],
    );
  });
});
