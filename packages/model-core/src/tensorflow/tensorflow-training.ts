import type { Objective } from '../autoencoders/objective.ts';
import { requireBeats } from '../engines/requirements.ts';
import type {
  ExampleBatch,
  StepLosses,
  TrainingEngine,
  TrainingState,
  TrainingStepOptions,
} from '../engines/training-engine.ts';
import type { Architecture } from '../model.ts';
import { WorkerClient } from '../threads/worker-client.ts';
import { tensorflowWorker } from './worker-entry.ts';

/**
 * Creates a training engine on libtensorflow, in a worker thread: LSTM autoencoders with whole-sequence operators,
 * dense autoencoders with TensorFlow.js.
 * @param state state to start from; see {@link initialTrainingState}
 * @throws ModelCoreError: `invalid-argument` if the objective does not fit the architecture, `engine-failed` if
 * TensorFlow is not set up
 */
export async function createTensorflowTrainingEngine(
  architecture: Architecture,
  objective: Objective,
  state: TrainingState,
): Promise<TrainingEngine> {
  const worker = await WorkerClient.start(
    { kind: 'train', architecture, objective, state },
    tensorflowWorker,
  );
  return new TensorflowTrainingEngine(architecture.sampleCount, worker);
}

class TensorflowTrainingEngine implements TrainingEngine {
  readonly name = 'tensorflow';
  readonly sampleCount: number;
  readonly #worker: WorkerClient;

  constructor(sampleCount: number, worker: WorkerClient) {
    this.sampleCount = sampleCount;
    this.#worker = worker;
  }

  async step(batch: ExampleBatch, options: TrainingStepOptions): Promise<StepLosses> {
    this.#requireExamples(batch);
    return this.#worker.call('step', batch, options);
  }

  async losses(batch: ExampleBatch): Promise<Float64Array> {
    this.#requireExamples(batch);
    return this.#worker.call('losses', batch);
  }

  async reconstruct(inputs: Float32Array, size: number): Promise<Float32Array> {
    requireBeats(inputs, size, this.sampleCount);
    return this.#worker.call('reconstruct', inputs, size);
  }

  state(): Promise<TrainingState> {
    return this.#worker.call('state');
  }

  dispose(): Promise<void> {
    return this.#worker.dispose();
  }

  #requireExamples({ inputs, targets, size }: ExampleBatch): void {
    requireBeats(inputs, size, this.sampleCount);
    requireBeats(targets, size, this.sampleCount);
  }
}
