// Runs in a worker thread, because TensorFlow blocks the calling thread.
import process from 'node:process';
import { workerData } from 'node:worker_threads';
import type { TrainingEngine } from '../engines/training-engine.ts';
import type { Model } from '../model.ts';
import { createDenseScoringEngine } from '../tfjs/dense-scoring.ts';
import { createDenseTrainingEngine } from '../tfjs/dense-training.ts';
import { bindingOf, loadTensorflow, usesGpu } from './installation.ts';
import { LstmScoring } from './lstm-scoring.ts';
import { LstmTraining } from './lstm-training.ts';
import { NativeOperators } from './native-operators.ts';
import { serveCalls } from '../threads/serve-calls.ts';
import type { WorkerCalls, WorkerJob } from '../threads/worker-messages.ts';

// Set before the library is loaded, which otherwise prints a greeting on standard error.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
// Otherwise it takes the whole memory of a GPU at once.
process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
// Products in TF32, the default on newer GPUs, have 10 bits: scores would differ from the golden numbers by some 1e-3.
process.env['NVIDIA_TF32_OVERRIDE'] ??= '0';

type TensorflowJob = Extract<WorkerJob, { kind: 'train' | 'score' }>;

type Loaded = ReturnType<typeof loadTensorflow>;

function callsOf(job: TensorflowJob): Partial<WorkerCalls> {
  const tensorflow = loadTensorflow(job.packageName);
  const operators = new NativeOperators(bindingOf(tensorflow));
  const memory = () => Promise.resolve({ livingTensors: operators.livingTensors() });
  if (job.kind === 'score') return { memory, score: scoringOf(job.model, tensorflow, operators) };
  const engine = trainingOf(job, tensorflow, operators);
  return {
    memory,
    step: (batch, options) => engine.step(batch, options),
    losses: (batch) => engine.losses(batch),
    reconstruct: (inputs, size) => engine.reconstruct(inputs, size),
    state: () => engine.state(),
  };
}

function scoringOf(
  { manifest, parameters }: Model,
  tensorflow: Loaded,
  operators: NativeOperators,
): WorkerCalls['score'] {
  const { architecture } = manifest;
  if (architecture.kind === 'dense-autoencoder') {
    const dense = { ...manifest, architecture };
    const scoring = createDenseScoringEngine(tensorflow, 'tensorflow', dense, parameters);
    return (beats, batch, options) => scoring.score(beats, batch, options);
  }
  const onGpu = usesGpu(tensorflow);
  const nowMs = () => performance.now();
  const scoring = new LstmScoring(operators, { architecture, parameters, onGpu, nowMs });
  return (beats, batch, options) => Promise.resolve(scoring.score(beats, batch, options));
}

function trainingOf(
  { architecture, objective, state }: Extract<WorkerJob, { kind: 'train' }>,
  tensorflow: Loaded,
  operators: NativeOperators,
): TrainingEngine {
  return architecture.kind === 'lstm-autoencoder'
    ? new LstmTraining(operators, architecture, objective, state)
    : createDenseTrainingEngine(tensorflow, architecture, objective, state);
}

await serveCalls('TensorFlow', () => callsOf(workerData as TensorflowJob));
