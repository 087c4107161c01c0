import { patientModel, PatientModels, type EncodeBeats } from '@beatwatch/adaptation';
import { decodeScore, patientId, topics, type Beat, type PatientId, type Score } from '@beatwatch/contracts';
import { createUntrainedModel, reconstructionLosses, type ScoringEngine } from '@beatwatch/model-core';
import { createLogger, createRegistry } from '@beatwatch/service-kit';
import { createInProcessStream } from '@beatwatch/stream';
import { openDatabase } from '@beatwatch/timescale';
import { databaseForTests } from '@beatwatch/timescale/testing';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ThreadEngine } from '../../../../packages/model-core/src/engines/thread-engine.ts';
import { WorkerClient } from '../../../../packages/model-core/src/threads/worker-client.ts';
import { openDevice } from '../../../../packages/model-core/src/webgpu/device.ts';
import {
  softwareDeviceMissing,
  useSoftwareDevice,
} from '../../../../packages/model-core/src/webgpu/software-device-for-tests.ts';
import { WebgpuScoring } from '../../../../packages/model-core/src/webgpu/webgpu-scoring.ts';
import { createMicroBatcher } from '../micro-batcher.ts';
import { buildScorer } from '../scorer.ts';
import { beat, encodeBeat, startUs } from '../test-scorer.ts';
import { withCpuBehind } from './open-engine.ts';

const plainWorker = new URL(
  '../../../../packages/model-core/src/threads/plain-worker-for-tests.mjs',
  import.meta.url,
);
const patients = ['p-1', 'p-2'].map(patientId);
const model = createUntrainedModel({ embedding: 4, seed: 1 });
/** The batch that is under way when the GPU is lost. */
const lastBatch = 3;

const beatsOf = (patient: PatientId) => Array.from({ length: 20 }, (_, index) => beat(patient, index, 1));

/** An engine to which something happens right after the last batch was handed to it. */
const losing = (score: ScoringEngine['score'], lose: () => unknown): ScoringEngine => {
  const { version, preprocessing, architecture } = model.manifest;
  let batches = 0;
  return {
    name: 'webgpu',
    modelVersion: version,
    preprocessing,
    sampleCount: architecture.sampleCount,
    score: (beats, batch) => {
      const scores = score(beats, batch);
      if (++batches === lastBatch) lose();
      return scores;
    },
    dispose: () => Promise.resolve(),
  };
};

/** What the scorer puts behind its micro-batches. */
function behindMicroBatches(gpu: ScoringEngine) {
  const error = vi.fn();
  // Beside other tests a software device may be slower than a GPU that hangs.
  const settings = { threads: 1, precision: 'float32', patienceSeconds: 3600 } as const;
  const engine = withCpuBehind(gpu, model, settings, { error });
  return { engine, error, encode: createMicroBatcher(engine, { maxBatch: 4, maxWaitMs: 0 }) };
}

async function lossesByOnnx(beats: readonly Beat[]): Promise<readonly number[]> {
  return reconstructionLosses(
    model,
    beats.map(({ samples }) => samples),
  );
}

const lineFor = (reason: string) => [
  expect.objectContaining({ engine: 'webgpu', error: expect.stringContaining(reason) as string }) as object,
  'the engine failed: beats are scored on the CPU by onnx from now on',
];

// A processor that plays a GPU, beside other tests.
describe.skipIf(softwareDeviceMissing)(
  `a GPU that is lost in mid-stream ${softwareDeviceMissing ?? ''}`,
  { timeout: 600_000 },
  () => {
    beforeAll(() => {
      useSoftwareDevice();
    });
    afterAll(() => {
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
    });

    it('has every beat under way and every later one scored by onnx, with one line: its device is destroyed', async () => {
      const device = await openDevice();
      const scoring = new WebgpuScoring(device, model);
      const { engine, error, encode } = behindMicroBatches(
        losing(
          (beats, batch) => scoring.score(beats, batch),
          () => {
            device.destroy();
          },
        ),
      );
      const beats = beatsOf(patients[0]!);
      const encoded = await Promise.all(beats.map(({ samples }) => encode([samples])));
      expect(engine.name).toBe('onnx');
      await engine.dispose();
      const expected = await lossesByOnnx(beats);
      for (const [index, found] of encoded.entries()) {
        expect(found).toHaveLength(1);
        expect(found[0]!.reconstructionLoss).toBeCloseTo(expected[index]!, 2);
      }
      expect(error.mock.calls).toEqual([lineFor('the GPU was lost')]);
    });

    it('has every beat stored and published once, by onnx from then on: its thread is killed', async () => {
      const thread = await WorkerClient.start(
        { kind: 'score-webgpu', model, precision: 'float32' },
        plainWorker,
      );
      const gpu = new ThreadEngine('webgpu', model.manifest, thread);
      const posted = vi.spyOn(Worker.prototype, 'postMessage');
      const { engine, error, encode } = behindMicroBatches(
        losing(
          (beats, batch) => gpu.score(beats, batch),
          () => (posted.mock.contexts.at(-1) as Worker).terminate(),
        ),
      );
      const { scores, stored } = await scoredWith(encode);
      expect(engine.name).toBe('onnx');
      await engine.dispose();
      expect(error.mock.calls).toEqual([lineFor('exited with code')]);
      for (const [index, patient] of patients.entries()) {
        const beats = beatsOf(patient);
        const found = scores.filter((score) => score.patientId === patient);
        expect(found.map(({ beatTimeUs }) => beatTimeUs)).toEqual(beats.map(({ timeUs }) => timeUs));
        expect(stored[index]).toBe(beats.length);
        const expected = await lossesByOnnx(beats);
        found.forEach(({ anomalyScore }, at) => {
          expect(anomalyScore).toBeCloseTo(expected[at]!, 2);
        });
      }
    });
  },
);

/** Runs a scorer over the beats of all patients. */
async function scoredWith(encode: EncodeBeats) {
  const server = await databaseForTests();
  const database = openDatabase({ connectionString: server.connectionString });
  const { repositories } = database;
  const stream = createInProcessStream();
  const scorer = buildScorer({
    stream,
    repositories,
    models: new PatientModels([patientModel(model.manifest, encode)]),
    logger: createLogger('scorer', 'silent'),
    registry: createRegistry('scorer'),
    checkpointMs: 200,
    batchMs: 0,
  });
  const scores: Score[] = [];
  await scorer.start();
  await stream.consume({
    groupId: 'test',
    topics: [topics.scores],
    from: 'earliest',
    onBatch: ({ messages }) =>
      Promise.resolve(void scores.push(...messages.map((one) => decodeScore(one.value)))),
  });
  const producer = await stream.producer();
  const sent = patients.flatMap(beatsOf).map((one) => ({ key: one.patientId, value: encodeBeat(one) }));
  await producer.send(topics.beats, sent);
  await expect.poll(() => scores.length, { timeout: 500_000 }).toBe(sent.length);
  await scorer.stop();
  const range = { fromUs: startUs, toUs: startUs + 3.6e9 };
  const stored = await Promise.all(
    patients.map(async (one) => (await repositories.scores.counts({ patientId: one, ...range })).beatsScored),
  );
  await producer.stop();
  await stream.stop();
  await database.close();
  await server.stop();
  return { scores, stored };
}
