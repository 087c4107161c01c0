import { patientModel, PatientModels, type EncodeBeats, type PatientModel } from '@beatwatch/adaptation';
import { patientId, type Observation } from '@beatwatch/contracts';
import { createUntrainedModel } from '@beatwatch/model-core';
import { expect, it, vi } from 'vitest';
import { beatForTests } from './beats-for-tests.ts';
import { monitorBatch } from './monitor-batch.ts';
import { PatientMonitor } from './patient-monitor.ts';
import { reconstructAnomalous } from './reconstruct-anomalous.ts';

const lossesAlone: EncodeBeats = (inputs) =>
  Promise.resolve(
    inputs.map((input) => ({
      reconstructionLoss: input.reduce((sum, value) => sum + Math.abs(value), 0),
      reconstruction: new Float32Array(),
      latent: new Float32Array(),
    })),
  );

const observation = (index: number, size: number): Observation => ({
  kind: 'beat',
  beat: beatForTests(index, new Float32Array(140).fill(size)),
});

it('asks for the reconstructions of anomalous beats alone, and leaves the others as they are', async () => {
  const reconstruct = vi.fn<NonNullable<PatientModel['reconstruct']>>((inputs) =>
    Promise.resolve(inputs.map((input) => input.map((value) => value / 2))),
  );
  const { manifest } = createUntrainedModel({ embedding: 1, seed: 1 });
  const models = new PatientModels([{ ...patientModel(manifest, lossesAlone), reconstruct }]);
  const monitor = new PatientMonitor({ beats: models }, patientId('p-1'));
  // A threshold is learned from 40 beats; then two of the last five are ten times as large.
  const sizes = [...Array.from({ length: 41 }, () => 1), 10, 1, 20, 1];
  const { beats } = await monitorBatch(
    sizes.map((size, index) => ({ monitor, observation: observation(index, size) })),
  );
  const found = (await reconstructAnomalous(beats)).map(({ judged }) => judged);
  expect(reconstruct.mock.calls.map(([inputs]) => inputs.map(([first]) => first))).toEqual([[10, 20]]);
  expect(found.map(({ anomalous, reconstruction }) => [anomalous, reconstruction[0]]).slice(41)).toEqual([
    [true, 5],
    [false, undefined],
    [true, 10],
    [false, undefined],
  ]);
  expect(found.map(({ anomalyScore }) => anomalyScore)).toEqual(sizes.map((size) => 140 * size));
});
