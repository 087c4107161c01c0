import { availableParallelism } from 'node:os';
import { initialParametersOf, type Architecture } from '../src/autoencoders/architecture.ts';
import { vanillaAutoencoder } from '../src/autoencoders/dense-family.ts';
import { lstmAutoencoder } from '../src/autoencoders/lstm-autoencoder.ts';
import type { Objective } from '../src/autoencoders/objective.ts';
import type { ScoringEngine } from '../src/engines/engine.ts';
import { initialTrainingState } from '../src/engines/initial-training-state.ts';
import { createOnnxScoringEngine } from '../src/engines/onnx-scoring.ts';
import { createOnnxTrainingEngine } from '../src/engines/onnx-training.ts';
import { createOnnxWorkersEngine } from '../src/engines/onnx-workers.ts';
import type { TrainingEngine, TrainingState } from '../src/engines/training-engine.ts';
import { createWasmScoringEngine } from '../src/engines/wasm-scoring.ts';
import { createWasmTrainingEngine } from '../src/engines/wasm-training.ts';
import { createModel } from '../src/model.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import { findTensorflow } from '../src/tensorflow/installation.ts';
import { createTensorflowScoringEngine } from '../src/tensorflow/tensorflow-scoring.ts';
import { createTensorflowTrainingEngine } from '../src/tensorflow/tensorflow-training.ts';
import { ModelCoreError } from '../src/errors.ts';
import { createWebgpuScoringEngine } from '../src/webgpu/create-webgpu-engine.ts';
import { timed, type Contender, type Job } from './contender.ts';

const lstm = lstmAutoencoder({ embedding: 128 });
/** Sizes of the model for wearables that the scorer loads (packages/adaptation/models/wearable). */
const wearable = lstmAutoencoder({ embedding: 16, sampleCount: 88 });
const lstmObjective: Objective = { reconstruction: 'absolute-error-sum' };
const dense = vanillaAutoencoder();

const modelOf = (architecture: Architecture) =>
  createModel({ architecture, parameters: initialParametersOf(architecture, 1) });
const stateOf = (architecture: Architecture): TrainingState =>
  initialTrainingState(initialParametersOf(architecture, 1));

/** Beatwatch's engines available here; multithreaded ones with one thread and with one per core. */
export async function ourEngines(): Promise<readonly Contender[]> {
  const lstmModel = modelOf(lstm);
  const contenders: Contender[] = [];
  for (const threads of new Set([1, availableParallelism()])) {
    const float32 = { name: 'onnx float32', threads };
    contenders.push(
      scorer(float32, 'lstm', await createOnnxScoringEngine(lstmModel, { threads })),
      scorer(
        { name: 'onnx int8', threads },
        'lstm',
        await createOnnxScoringEngine(lstmModel, { threads, precision: 'int8' }),
      ),
      scorer(float32, 'dense', await createOnnxScoringEngine(modelOf(dense.architecture), { threads })),
      trainer(
        float32,
        'lstm',
        await createOnnxTrainingEngine(lstm, lstmObjective, stateOf(lstm), { threads }),
      ),
    );
  }
  const workers = availableParallelism();
  for (const precision of ['float32', 'int8'] as const) {
    const label = { name: `onnx ${precision}`, threads: 1 };
    const options = { workers, precision };
    contenders.push(
      scorer(
        { name: `${label.name}, workers`, threads: workers },
        'lstm',
        await createOnnxWorkersEngine(lstmModel, options),
      ),
      scorer(label, 'wearable', await createOnnxScoringEngine(modelOf(wearable), { precision })),
      scorer(
        { ...label, name: `${label.name}, worker` },
        'wearable',
        await createOnnxWorkersEngine(modelOf(wearable), { precision }),
      ),
    );
  }
  contenders.push(
    trainer(
      { name: 'onnx float32', threads: 1 },
      'wearable',
      await createOnnxTrainingEngine(wearable, lstmObjective, stateOf(wearable)),
    ),
  );
  const wasm = await createWasmTrainingEngine(
    dense.architecture,
    dense.objective,
    stateOf(dense.architecture),
  );
  const wasmLabel = { name: 'wasm', threads: 1 };
  contenders.push(trainer(wasmLabel, 'dense', wasm));
  contenders.push(scorer(wasmLabel, 'dense', await createWasmScoringEngine(modelOf(dense.architecture))));
  if (findTensorflow().available) contenders.push(...(await tensorflowEngines()));
  contenders.push(...(await webgpuEngines()));
  return contenders;
}

/** None where there is no GPU, which is said. */
async function webgpuEngines(): Promise<readonly Contender[]> {
  try {
    const label = { name: 'webgpu', threads: 1 };
    return [
      scorer(label, 'lstm', await createWebgpuScoringEngine(modelOf(lstm))),
      scorer(label, 'wearable', await createWebgpuScoringEngine(modelOf(wearable))),
    ];
  } catch (error) {
    if (!(error instanceof ModelCoreError)) throw error;
    console.error(`without webgpu: ${error.message}`);
    return [];
  }
}

async function tensorflowEngines(): Promise<readonly Contender[]> {
  const label = { name: 'tensorflow', threads: availableParallelism() };
  const { architecture, objective } = dense;
  return [
    scorer(label, 'lstm', await createTensorflowScoringEngine(modelOf(lstm))),
    scorer(label, 'wearable', await createTensorflowScoringEngine(modelOf(wearable))),
    scorer(label, 'dense', await createTensorflowScoringEngine(modelOf(architecture))),
    trainer(label, 'lstm', await createTensorflowTrainingEngine(lstm, lstmObjective, stateOf(lstm))),
    trainer(
      label,
      'dense',
      await createTensorflowTrainingEngine(architecture, objective, stateOf(architecture)),
    ),
  ];
}

type Label = Pick<Contender, 'name' | 'threads'>;

function scorer(label: Label, model: Job['model'], engine: ScoringEngine): Contender {
  return {
    ...label,
    isPeer: false,
    takes: (job) => job.model === model && job.task === 'score',
    run: ({ batch }, minimumMs) => {
      const examples = randomExamples(batch, engine.sampleCount);
      return timed(() => engine.score(examples, batch), minimumMs);
    },
    close: () => engine.dispose(),
  };
}

function trainer(label: Label, model: Job['model'], engine: TrainingEngine): Contender {
  return {
    ...label,
    isPeer: false,
    takes: (job) => job.model === model && job.task === 'training step',
    run: ({ batch }, minimumMs) => {
      const examples = randomExamples(batch, engine.sampleCount);
      const step = () =>
        engine.step(
          { inputs: examples, targets: examples, size: batch },
          { learningRate: 1e-3, maximumGradientNorm: 100, seed: 0 },
        );
      return timed(step, minimumMs);
    },
    close: () => engine.dispose(),
  };
}

function randomExamples(batch: number, sampleCount: number): Float32Array {
  const random = createSeededRandom(batch);
  return Float32Array.from({ length: batch * sampleCount }, () => random.next());
}
