import { serialize } from 'node:v8';
import { deviceId, patientId, topics, type Observation } from '@beatwatch/contracts';
import { PatientMonitor } from '@beatwatch/patient-monitor';
import { PatientModels } from '@beatwatch/adaptation';
import { describe, expect, it } from 'vitest';
import { ScoredPatient } from './scored-patient.ts';
import { beat, observed } from './test-scorer.ts';

const id = patientId('p-1');
const models = {
  beats: new PatientModels([
    {
      version: 'none' as never,
      modelVersion: 'none' as never,
      preprocessing: 'none',
      manifest: {},
      input: ({ samples }) => samples,
      encode: () => Promise.resolve([]),
      begin: () => {
        throw new Error('no beat is judged here');
      },
      restore: () => {
        throw new Error('no beat is judged here');
      },
    },
  ]),
};
const begin = (state: unknown): PatientMonitor | undefined =>
  PatientMonitor.restore(models, id, undefined, state);
const begun = (logId = 'log'): ScoredPatient =>
  new ScoredPatient(new PatientMonitor(models, id), { logId, sources: {} });

/** An observation made from the message at an offset. */
const from = (
  offset: number,
  index = 0,
  { topic, partition = 0 }: { readonly topic?: string; readonly partition?: number } = {},
): Observation => ({
  ...observed(beat(id, offset, 1)),
  source: { topic: topic ?? topics.packets, partition, offset, index },
});

const areNew = (patient: ScoredPatient, observations: readonly Observation[]): boolean[] =>
  observations.map((observation) => patient.isNew(observation));

describe('a scored patient', () => {
  it('takes each observation once, however often ingest publishes it after crashes', () => {
    const patient = begun();
    const first = [from(3), from(3, 1), from(4)];
    expect(areNew(patient, first)).toEqual([true, true, true]);
    expect(areNew(patient, first)).toEqual([false, false, false]);
    expect(areNew(patient, [from(4, 1), from(4), from(5)])).toEqual([true, false, true]);
  });

  it('counts each log by itself, and begins again where a patient has come to another partition', () => {
    const patient = begun();
    expect(areNew(patient, [from(9), from(2, 0, { topic: topics.segmentedBeats })])).toEqual([true, true]);
    expect(areNew(patient, [from(1, 0, { partition: 2 }), from(9)])).toEqual([true, true]);
  });

  it('takes what is farther behind than any repeat: the newest source was false, or of another log', () => {
    const patient = begun();
    expect(areNew(patient, [from(5), from(2 ** 52), from(6), from(6), from(7)])).toEqual([
      true,
      true,
      true,
      false,
      true,
    ]);
  });

  it('takes what tells no source', () => {
    const patient = begun();
    const untold = observed(beat(id, 1, 1));
    expect(areNew(patient, [untold, untold])).toEqual([true, true]);
  });

  it('knows after a restart what it has taken', () => {
    const before = begun();
    before.isNew(from(7, 2));
    const after = ScoredPatient.restore(before.serialize(), 'log', begin)!;
    expect(areNew(after, [from(7, 2), from(7, 3)])).toEqual([false, true]);
    expect(after.monitor.state).toEqual(before.monitor.state);
  });

  it("goes on in another log from that log's beginning", () => {
    const before = begun();
    before.isNew(from(700));
    const after = ScoredPatient.restore(before.serialize(), 'another log', begin)!;
    expect(areNew(after, [from(0), from(0)])).toEqual([true, false]);
  });

  it('reads a checkpoint of a version that knew of no sources', () => {
    const { monitor } = begun();
    const after = ScoredPatient.restore(serialize(monitor.state), 'log', begin)!;
    expect(after.isNew(from(0))).toBe(true);
  });

  it.each([undefined, null, { version: 99 }])(
    'begins anew from a state that it cannot read: %j',
    (stored) => {
      expect(ScoredPatient.restore(serialize(stored), 'log', begin)).toBeUndefined();
    },
  );

  it('is not forgotten with an open alarm, nor with a threshold of staff', () => {
    const patient = begun();
    expect(patient.mayForget).toBe(true);
    patient.monitor.second({
      patientId: id,
      deviceId: deviceId('d-1'),
      lead: 'II',
      timeUs: 1.7e15,
      endTimeUs: 1.7e15 + 1e6,
      qualityIndex: 1,
      faults: [],
      fibrillationIndex: 0,
    });
    expect(patient.monitor.noData(1.7e15 + 60e6)).toHaveLength(1);
    expect(patient.mayForget).toBe(false);
    const set = begun();
    set.monitor.command({
      patientId: id,
      actor: 'nurse',
      timeUs: 1.7e15,
      action: 'set-threshold',
      value: 4,
    });
    expect(set.mayForget).toBe(false);
  });
});
