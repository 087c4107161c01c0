import { patientModel, PatientModels, type EncodeBeats } from '@beatwatch/adaptation';
import { patientId, type Observation } from '@beatwatch/contracts';
import { createUntrainedModel } from '@beatwatch/model-core';
import { expect, it } from 'vitest';
import { beatForTests } from './beats-for-tests.ts';
import { monitorBatch } from './monitor-batch.ts';
import { PatientMonitor } from './patient-monitor.ts';

const encode: EncodeBeats = (inputs) =>
  Promise.resolve(
    inputs.map((input) => ({
      reconstructionLoss: input.reduce((sum, value) => sum + Math.abs(value), 0),
      reconstruction: input.slice(),
      latent: input.slice(0, 4),
    })),
  );
const models = new PatientModels([
  patientModel(createUntrainedModel({ embedding: 1, seed: 1 }).manifest, encode),
]);

const observation = (index: number): Observation => ({
  kind: 'beat',
  beat: beatForTests(
    index,
    Float32Array.from({ length: 140 }, (_, sample) => Math.sin((sample + index) / 9)),
  ),
});

it('lets other work go on before each observation of a batch, with the same results', async () => {
  const run = async (breathe?: () => Promise<void>) => {
    const monitor = new PatientMonitor({ beats: models }, patientId('p-1'));
    const batch = Array.from({ length: 50 }, (_, index) => ({ monitor, observation: observation(index) }));
    return { ...(await monitorBatch(batch, breathe)), state: monitor.state };
  };
  let breaths = 0;
  const breathing = await run(() => {
    breaths += 1;
    return Promise.resolve();
  });
  expect(breaths).toBe(50);
  expect(breathing).toEqual(await run());
});
