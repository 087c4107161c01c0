import { decodePacket, missingSample, type Packet } from '@beatwatch/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFhir } from '../read-post.ts';

const mdc = 'urn:iso:std:iso:11073:10101';
const coded = (code: string, system = mdc): object => ({
  coding: [
    { system: 'http://loinc.org', code: '11524-6' },
    { system, code },
  ],
});
const sampled = (data: string, rest: object = {}): object => ({
  origin: { value: 0, code: 'uV', system: 'http://unitsofmeasure.org' },
  period: 4,
  factor: 5,
  dimensions: 1,
  data,
  ...rest,
});
const startUs = Date.UTC(2026, 2, 1, 9) * 1000;
const observation = (rest: object = {}): object => ({
  resourceType: 'Observation',
  status: 'final',
  code: coded('131330'),
  subject: { reference: 'Patient/f001' },
  device: { reference: 'Device/strap-1' },
  effectivePeriod: { start: '2026-03-01T10:00:00+01:00' },
  valueSampledData: sampled('1 -2 3'),
  ...rest,
});
const packetsOf = (body: unknown): Packet[] => {
  const { packets, faults } = readFhir(body);
  expect(faults).toEqual([]);
  return packets.map(({ value }) => decodePacket(value));
};

describe('readFhir', () => {
  it('reads the SampledData of an Observation', () => {
    expect(packetsOf(observation())).toEqual([
      {
        patientId: 'f001',
        deviceId: 'strap-1',
        lead: 'II',
        samplingRateHz: 250,
        microvoltsPerCount: 5,
        lastSampleTimeUs: startUs + 8000,
        samples: Int16Array.of(1, -2, 3),
      },
    ]);
  });

  it('reads the leads of its components, and ignores components that are not ECG', () => {
    const component = [
      { code: coded('131329', 'urn:oid:2.16.840.1.113883.6.24'), valueSampledData: sampled('1 2') },
      { code: coded('150452'), valueSampledData: sampled('9 9') },
      { code: coded('147842'), valueQuantity: { value: 70 } },
      { code: coded('131389'), valueSampledData: sampled('3 4') },
      { code: coded('131075'), valueSampledData: sampled('5 6') },
    ];
    const packets = packetsOf(observation({ code: coded('131328'), valueSampledData: undefined, component }));
    expect(packets.map(({ lead, samples }) => [lead, ...samples])).toEqual([
      ['I', 1, 2],
      ['III', 3, 4],
      ['V1', 5, 6],
    ]);
  });

  const three = (rest: object = {}): object =>
    observation({
      code: coded('131328'),
      valueSampledData: undefined,
      effectivePeriod: { start: '2026-03-01T10:00:00+01:00', end: '2026-03-01T10:00:03+01:00' },
      component: [1, 2, 3].map((value) => ({
        code: coded('131329'),
        valueSampledData: sampled(Array.from({ length: 250 }, () => value).join(' ')),
      })),
      ...rest,
    });

  it('lays components of one lead end to end where they fill the period', () => {
    const [packet, ...more] = packetsOf(three());
    expect(more).toEqual([]);
    expect(packet!.samples).toHaveLength(750);
    expect([0, 249, 250, 749].map((index) => packet!.samples[index])).toEqual([1, 1, 2, 3]);
    expect(packet!.lastSampleTimeUs).toBe(startUs + 2_996_000);
    const coarse = { code: coded('131329'), valueSampledData: sampled('7 8', { factor: 10 }) };
    const fine = { code: coded('131329'), valueSampledData: sampled('3 4') };
    const effectivePeriod = { start: '2026-03-01T09:00:00Z', end: '2026-03-01T09:00:00.016Z' };
    const [mixed] = packetsOf(three({ effectivePeriod, component: [coarse, fine] }));
    expect([...mixed!.samples].map((count) => count * mixed!.microvoltsPerCount)).toEqual([70, 80, 15, 20]);
  });

  it.each([
    [
      { effectivePeriod: { start: '2026-03-01T09:00:00Z' } },
      'lead I again, in an effectivePeriod without start and end',
    ],
    [
      { effectivePeriod: { start: '2026-03-01T09:00:00Z', end: '2026-03-01T09:00:01Z' } },
      'lead I again, in an effectivePeriod of 1 s',
    ],
    [
      {
        component: [4, 8].map((period) => ({
          code: coded('131329'),
          valueSampledData: sampled('1 2', { period }),
        })),
      },
      'lead I at 125 Hz',
    ],
  ])('refuses components of one lead that may lie over each other: %j', (rest, found) => {
    const { packets, faults } = readFhir(three(rest));
    expect(packets).toEqual([]);
    expect(faults).toMatchObject([{ field: 'component[1].valueSampledData', found }]);
  });

  it('refuses an Observation of a Bundle that lies over another, and takes a repeat', () => {
    const bundle = (...resources: object[]): object => ({
      resourceType: 'Bundle',
      type: 'collection',
      entry: resources.map((resource) => ({ resource })),
    });
    const twice = readFhir(bundle(observation(), observation()));
    expect([twice.packets.length, twice.faults]).toEqual([2, []]);
    const over = readFhir(bundle(observation(), observation({ valueSampledData: sampled('9 9 9') })));
    expect(over.packets).toHaveLength(1);
    expect(over.faults).toMatchObject([{ index: 1, expected: 'parts of one lead that do not overlap' }]);
  });

  it('scales by factor, origin and unit without clipping', () => {
    const data = sampled('2041 2129', { origin: { value: -3300, unit: 'mV' }, factor: 1.612 });
    const [packet] = packetsOf(observation({ valueSampledData: data }));
    const microvolts = [...packet!.samples].map((count) => count * packet!.microvoltsPerCount);
    expect(Math.abs(microvolts[0]! + 9908)).toBeLessThanOrEqual(10);
    expect(Math.abs(microvolts[1]! - 131_948)).toBeLessThanOrEqual(10);
    const far = readFhir(
      observation({ valueSampledData: sampled('40', { origin: { value: 0, code: 'V' }, factor: 1 }) }),
    );
    expect(far.faults).toEqual([
      { field: 'valueSampledData', found: '40.00 V', expected: 'at most 32.767 V' },
    ]);
  });

  it('leaves a gap for E, and reads L and U as the limits', () => {
    const data = sampled('1 E E 2 L U', { lowerLimit: -500, upperLimit: 500 });
    const packets = packetsOf(observation({ valueSampledData: data }));
    expect(packets.map(({ samples, lastSampleTimeUs }) => [lastSampleTimeUs - startUs, ...samples])).toEqual([
      [20_000, 1, missingSample, missingSample, 2, -100, 100],
    ]);
  });

  it('splits a long recording into consecutive packets', () => {
    const data = sampled(Array.from({ length: 12_000 }, (_, index) => index % 100).join(' '));
    const packets = packetsOf(observation({ valueSampledData: data }));
    expect(packets.map(({ samples }) => samples.length)).toEqual([5000, 5000, 2000]);
    expect(packets.map(({ lastSampleTimeUs }) => lastSampleTimeUs - startUs)).toEqual([
      4999 * 4000,
      9999 * 4000,
      11_999 * 4000,
    ]);
  });

  it('takes the first sample for the time of effectiveDateTime and effectiveInstant, the last for the end of a period', () => {
    const time = '2026-03-01T09:00:00.1234565Z';
    const lastOf = (rest: object): number =>
      packetsOf(observation({ effectivePeriod: undefined, ...rest }))[0]!.lastSampleTimeUs - startUs;
    expect(lastOf({ effectiveDateTime: time })).toBe(123_457 + 8000);
    expect(lastOf({ effectiveInstant: time })).toBe(123_457 + 8000);
    expect(lastOf({ effectivePeriod: { end: time } })).toBe(123_457);
  });

  it.each([
    [{ reference: 'https://fhir.example/r4/Patient/f001/_history/3' }, 'f001'],
    [{ reference: 'urn:uuid:6f1b0d3e-1f6e-4b8a-9a53-0d9c3e1f2a4b' }, '6f1b0d3e-1f6e-4b8a-9a53-0d9c3e1f2a4b'],
    [{ identifier: { system: 'urn:mrn', value: 'MRN-7' } }, 'MRN-7'],
  ])('finds the patient of %j', (subject, id) => {
    expect(packetsOf(observation({ subject }))[0]!.patientId).toBe(id);
  });

  it('reads each Observation of a Bundle by itself and identifies patients by their identifier', () => {
    const { packets, faults, ignored } = readFhir({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { fullUrl: 'urn:uuid:1', resource: { resourceType: 'Patient', identifier: [{ value: 'MRN-7' }] } },
        { resource: observation({ subject: { reference: 'urn:uuid:1' } }) },
        { resource: observation({ status: 'entered-in-error' }) },
        {},
      ],
    });
    expect(packets.map(({ patientId }) => patientId)).toEqual(['MRN-7']);
    expect(ignored).toBe(2);
    expect(faults).toEqual([
      {
        index: 2,
        field: 'status',
        found: '"entered-in-error"',
        expected: 'registered, preliminary, final, amended or corrected',
      },
    ]);
  });

  it.each([
    [{ valueSampledData: sampled('1 x') }, 'valueSampledData.data', '"x" as value 2'],
    [{ valueSampledData: sampled('1 L') }, 'valueSampledData.lowerLimit', 'nothing'],
    [{ valueSampledData: sampled('1', { origin: { value: 0 } }) }, 'valueSampledData.origin.code', 'nothing'],
    [{ valueSampledData: sampled('1', { dimensions: 3 }) }, 'valueSampledData.dimensions', '3'],
    [{ valueSampledData: sampled('1', { period: 0 }) }, 'valueSampledData.period', '0'],
    [{ valueSampledData: sampled('1', { period: 100 }) }, 'valueSampledData', '10 Hz'],
    [{ valueSampledData: sampled('') }, 'valueSampledData', '0 values'],
    [{ valueSampledData: undefined }, 'valueSampledData', 'nothing'],
    [{ code: coded('8867-4', 'http://loinc.org') }, 'code.coding', undefined],
    [{ subject: undefined, device: undefined }, 'subject', 'nothing'],
    [{ subject: undefined }, 'deviceId', expect.stringContaining('which no patient wore') as string],
    [{ subject: {} }, 'subject.reference', 'nothing'],
    [{ effectivePeriod: undefined }, 'effectivePeriod', 'nothing'],
    [{ effectivePeriod: undefined, effectiveDateTime: '2026-03' }, 'effectiveDateTime', '"2026-03"'],
    [{ effectivePeriod: { start: '2026-03-01T10:00:00' } }, 'effectivePeriod.start', '"2026-03-01T10:00:00"'],
  ])('names what is wrong with %j', (change, field, found) => {
    const { packets, faults } = readFhir(observation(change));
    expect(packets).toEqual([]);
    expect(faults).toMatchObject([found === undefined ? { field } : { field, found }]);
  });

  it('accepts or refuses an Observation as a whole', () => {
    const component = [
      { code: coded('131329'), valueSampledData: sampled('1 2') },
      { code: coded('131330'), valueSampledData: sampled('1 x') },
    ];
    const { packets, faults } = readFhir(observation({ valueSampledData: undefined, component }));
    expect(packets).toEqual([]);
    expect(faults[0]!.field).toBe('component[1].valueSampledData.data');
  });

  it('keeps every value to half a step of its own gain', () => {
    const value = fc.integer({ min: -30_000, max: 30_000 });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1 }),
        fc.constantFrom(0.5, 1, 4.88),
        fc.integer({ min: -9, max: 9 }),
        (values, factor, origin) => {
          const data = sampled(values.join(' '), { factor, origin: { value: origin, code: 'uV' } });
          const [packet] = packetsOf(observation({ valueSampledData: data }));
          const { microvoltsPerCount: step } = packet!;
          expect(step).toBe(factor);
          for (const [index, count] of packet!.samples.entries()) {
            expect(Math.abs(count * step - (values[index]! * factor + origin))).toBeLessThanOrEqual(
              step * 0.5001,
            );
          }
        },
      ),
    );
  });

  it('reads any JSON or names a fault', () => {
    const key = fc.constantFrom(...Object.keys(observation()), 'component', 'effectiveInstant');
    const sampledKey = fc.constantFrom(...Object.keys(sampled('')), 'lowerLimit');
    fc.assert(
      fc.property(fc.jsonValue(), key, sampledKey, fc.jsonValue(), (body, field, inner, value) => {
        const bodies = [
          body,
          observation({ [field]: value }),
          observation({ valueSampledData: sampled('1 E L 4', { [inner]: value }) }),
          { resourceType: 'Bundle', entry: value },
          { resourceType: 'Bundle', entry: [{ resource: observation({ [field]: value }) }] },
        ];
        for (const sent of bodies) readFhir(sent);
      }),
      { numRuns: 300 },
    );
  });
});
