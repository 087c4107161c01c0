import { patientModel, PatientModels, type EncodeBeats, type PatientModel } from '@beatwatch/adaptation';
import { modelVersion, patientId, rr140Zscore, type Beat } from '@beatwatch/contracts';
import { createUntrainedModel } from '@beatwatch/model-core';
import { describe, expect, it } from 'vitest';
import { beatForTests } from './beats-for-tests.ts';
import { monitorBatch } from './monitor-batch.ts';
import { PatientMonitor } from './patient-monitor.ts';

const patient = patientId('p-1');
const encode: EncodeBeats = (inputs) =>
  Promise.resolve(
    inputs.map((input) => ({
      reconstructionLoss: input.reduce((sum, value) => sum + Math.abs(value), 0),
      reconstruction: input.slice(),
      latent: input.slice(0, 4),
    })),
  );
const modelCalled = (name: string): PatientModel => {
  const { manifest } = createUntrainedModel({ embedding: 1, seed: 1 });
  return patientModel({ ...manifest, version: modelVersion(name) }, encode);
};
const usual = modelCalled('usual');
const other = modelCalled('other');

function modelsWith(...further: PatientModel[]): PatientModels {
  const models = new PatientModels([usual]);
  for (const model of further) models.add(model);
  return models;
}

const beat = (index: number, amplitude: number): Beat =>
  beatForTests(
    index,
    Float32Array.from({ length: 140 }, (_, sample) => amplitude * Math.sin(sample / 9)),
  );
const judge = (monitor: PatientMonitor, beats: readonly Beat[]) =>
  monitorBatch(beats.map((one) => ({ monitor, observation: { kind: 'beat', beat: one } })));
const learning = Array.from({ length: 45 }, (_, index) => beat(index, 1));
const anomalous = [45, 46, 47].map((index) => beat(index, 4));

/** A patient with an open alarm who is then judged by the other model, which knows him as well. */
async function swapped(models: PatientModels): Promise<PatientMonitor> {
  const monitor = new PatientMonitor({ beats: models }, patient);
  const { events } = await judge(monitor, [...learning, ...anomalous]);
  expect(events.map(({ kind, state }) => [kind, state])).toEqual([['anomaly-burst', 'active']]);
  const before = monitor.state.monitor;
  const adaptation = other.begin();
  for (const one of learning) adaptation.judge(one, (await encode([one.samples]))[0]!, { learn: true });
  monitor.assign(other, new Map([['II', adaptation]]));
  expect(monitor.state.monitor).toEqual(before);
  return monitor;
}

describe('a patient who is given another model', () => {
  it('is judged by it from the next beat on, with alarms as they were', async () => {
    const monitor = await swapped(modelsWith(other));
    const { beats, events } = await judge(
      monitor,
      Array.from({ length: 10 }, (_, index) => beat(48 + index, 1)),
    );
    expect(new Set(beats.map(({ judged }) => judged.modelVersion))).toEqual(new Set(['other']));
    expect(beats[0]?.judged.threshold).toBeGreaterThan(0);
    expect(events.map(({ kind, state, changeNumber }) => [kind, state, changeNumber])).toEqual([
      ['anomaly-burst', 'resolved', 2],
    ]);
  });

  it('stays with it where the state is restored, and with what was learned', async () => {
    const { state } = await swapped(modelsWith(other));
    const monitor = PatientMonitor.restore({ beats: modelsWith(other) }, patient, undefined, state)!;
    expect(monitor.state).toEqual(state);
    const { beats } = await judge(monitor, [beat(48, 1)]);
    expect(beats[0]?.judged).toMatchObject({ modelVersion: 'other', anomalous: false });
    expect(beats[0]?.judged.threshold).toBeGreaterThan(0);
  });

  it('is judged by the usual one, anew, where the other is there no more', async () => {
    const { state } = await swapped(modelsWith(other));
    const monitor = PatientMonitor.restore({ beats: modelsWith() }, patient, undefined, state)!;
    const { beats } = await judge(monitor, [beat(48, 1)]);
    expect(beats[0]?.judged.modelVersion).toBe('usual');
    expect(beats[0]?.judged.threshold).toBeUndefined();
  });

  it('goes back to the usual one, which a state then does not name', async () => {
    const monitor = await swapped(modelsWith(other));
    expect(monitor.state.assigned).toEqual({ [rr140Zscore]: 'other' });
    monitor.assign(usual, new Map());
    expect(monitor.state.assigned).toBeUndefined();
    expect((await judge(monitor, [beat(48, 1)])).beats[0]?.judged.modelVersion).toBe('usual');
  });
});
