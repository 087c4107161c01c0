// Runs in a worker thread: TensorFlow's calls block the thread they are made on.
import process from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import { ModelCoreError } from '../errors.ts';
import type { TrainingEngine } from '../engines/training-engine.ts';
import type { Model } from '../model.ts';
import { createDenseScoringEngine } from '../tfjs/dense-scoring.ts';
import { createDenseTrainingEngine } from '../tfjs/dense-training.ts';
import { loadBinding, loadTensorflow } from './installation.ts';
import { LstmScoring } from './lstm-scoring.ts';
import { LstmTraining } from './lstm-training.ts';
import { NativeOperators } from './native-operators.ts';
import { transferables } from './transferables.ts';
import type { WorkerAnswer, WorkerCalls, WorkerJob, WorkerRequest } from './worker-messages.ts';

// Before the library is loaded: it would greet on standard error.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';

const port = parentPort;
if (port === null) throw new Error('worker.ts is started as a worker thread');

function answer(message: WorkerAnswer): void {
  port?.postMessage(message, message.kind === 'result' ? transferables(message.result) : []);
}

function failure(cause: unknown, id?: number): WorkerAnswer {
  const message = cause instanceof Error ? cause.message : String(cause);
  const known = cause instanceof ModelCoreError;
  return {
    kind: 'failure',
    ...(id === undefined ? {} : { id }),
    code: known ? cause.code : 'engine-failed',
    message: known ? message : `TensorFlow: ${message}`,
  };
}

function callsOf(job: WorkerJob): Partial<WorkerCalls> {
  const operators = new NativeOperators(loadBinding());
  const memory = () => Promise.resolve({ livingTensors: operators.livingTensors() });
  if (job.kind === 'score') return { memory, score: scoringOf(job.model, operators) };
  const engine = trainingOf(job, operators);
  return {
    memory,
    step: (batch, options) => engine.step(batch, options),
    losses: (batch) => engine.losses(batch),
    reconstruct: (inputs, size) => engine.reconstruct(inputs, size),
    state: () => engine.state(),
  };
}

function scoringOf({ manifest, parameters }: Model, operators: NativeOperators): WorkerCalls['score'] {
  const { architecture } = manifest;
  if (architecture.kind === 'dense-autoencoder') {
    const dense = { ...manifest, architecture };
    const scoring = createDenseScoringEngine(loadTensorflow(), 'tensorflow', dense, parameters);
    return (beats, batch) => scoring.score(beats, batch);
  }
  const scoring = new LstmScoring(operators, architecture, parameters);
  return (beats, batch) => Promise.resolve(scoring.score(beats, batch));
}

function trainingOf(
  { architecture, objective, state }: Extract<WorkerJob, { kind: 'train' }>,
  operators: NativeOperators,
): TrainingEngine {
  return architecture.kind === 'lstm-autoencoder'
    ? new LstmTraining(operators, architecture, objective, state)
    : createDenseTrainingEngine(loadTensorflow(), architecture, objective, state);
}

try {
  const calls = callsOf(workerData as WorkerJob);
  port.on('message', ({ id, call, parameters }: WorkerRequest) => {
    const run = calls[call] as ((...values: readonly unknown[]) => Promise<unknown>) | undefined;
    Promise.resolve()
      .then(() => {
        if (run === undefined) throw new Error(`this worker knows no ${call}`);
        return run(...parameters);
      })
      .then(
        (result) => {
          answer({ kind: 'result', id, result });
        },
        (cause: unknown) => {
          answer(failure(cause, id));
        },
      );
  });
  answer({ kind: 'ready' });
} catch (cause) {
  answer(failure(cause));
}
