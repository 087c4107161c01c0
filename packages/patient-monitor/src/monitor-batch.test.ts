import { patientModel, PatientModels, type EncodeBeats } from '@beatwatch/adaptation';
import { deviceId, patientId, rr140Zscore, type Observation } from '@beatwatch/contracts';
import { createUntrainedModel } from '@beatwatch/model-core';
import { expect, it } from 'vitest';
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

function observation(index: number): Observation {
  const timeUs = 1_700_000_000_000_000 + index * 800_000;
  return {
    kind: 'beat',
    beat: {
      patientId: patientId('p-1'),
      deviceId: deviceId('d-1'),
      lead: 'II',
      timeUs,
      endTimeUs: timeUs + 800_000,
      rrIntervalMs: 800,
      preprocessing: rr140Zscore,
      samples: Float32Array.from({ length: 140 }, (_, sample) => Math.sin((sample + index) / 9)),
    },
  };
}

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
