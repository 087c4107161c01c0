import type { InferenceSession } from 'onnxruntime-node';
import type { LstmAutoencoderArchitecture } from '../autoencoders/lstm-autoencoder.ts';
import type { Objective, ReconstructionLoss } from '../autoencoders/objective.ts';
import { copyParameters } from '../autoencoders/parameters.ts';
import { beatsInput } from '../onnx/lstm-forward.ts';
import { scoringGraph } from '../onnx/lstm-scoring.ts';
import { reconstructionsOutput } from '../onnx/scores.ts';
import { requireWholeNumber } from '../errors.ts';
import { adamInPlace, type AdamState } from '../training/adam-in-place.ts';
import { exampleLosses } from './example-losses.ts';
import { exampleRuns } from './example-runs.ts';
import type { GradientSource } from './gradients.ts';
import { createParallelGradients } from './onnx-gradient-workers.ts';
import { createOnnxGradients } from './onnx-gradients.ts';
import {
  createSession,
  feedsOf,
  largestRun,
  floatOutput,
  floatTensor,
  runSession,
  type Feeds,
} from './onnx-session.ts';
import { requireBeats } from './requirements.ts';
import type {
  ExampleBatch,
  StepLosses,
  TrainingEngine,
  TrainingState,
  TrainingStepOptions,
} from './training-engine.ts';

export interface OnnxTrainingOptions {
  /**
   * Threads that share each batch, 1 or more: the calling one and workers. Equal numbers of threads give equal weights;
   * other numbers round differently. Default 1.
   */
  readonly threads?: number;
}

/**
 * Creates a training engine on onnxruntime's inference build: one graph computes
 * the gradients of a whole step.
 * @param objective without a penalty or with `l1-sparsity`
 * @param state state to start from; see {@link initialTrainingState}
 * @throws ModelCoreError: `invalid-argument` for any other penalty, `engine-failed`
 */
export async function createOnnxTrainingEngine(
  architecture: LstmAutoencoderArchitecture,
  objective: Objective,
  state: TrainingState,
  { threads = 1 }: OnnxTrainingOptions = {},
): Promise<TrainingEngine> {
  requireWholeNumber('threads', threads, 1);
  const adam = {
    weights: copyParameters(state.parameters),
    firstMoments: copyParameters(state.firstMoments),
    secondMoments: copyParameters(state.secondMoments),
  };
  const parts = [architecture, objective, adam.weights] as const;
  return new OnnxTrainingEngine({
    sampleCount: architecture.sampleCount,
    reconstructionLoss: objective.reconstruction,
    adam,
    step: state.step,
    gradients: await (threads === 1
      ? createOnnxGradients(...parts)
      : createParallelGradients(...parts, threads)),
    scoringSession: await createSession(scoringGraph(architecture), { threads }),
  });
}

interface OnnxTraining {
  readonly sampleCount: number;
  readonly reconstructionLoss: ReconstructionLoss;
  /** Changed at each step. */
  readonly adam: AdamState;
  /** Number of steps done. */
  readonly step: number;
  /** Gradients by these weights. Released with the engine, like the session. */
  readonly gradients: GradientSource;
  readonly scoringSession: InferenceSession;
}

class OnnxTrainingEngine implements TrainingEngine {
  readonly name = 'onnx';
  readonly sampleCount: number;
  readonly #reconstructionLoss: ReconstructionLoss;
  readonly #adam: AdamState;
  readonly #gradients: GradientSource;
  readonly #scoringSession: InferenceSession;
  readonly #weights: Feeds;
  #step: number;

  constructor(training: OnnxTraining) {
    this.sampleCount = training.sampleCount;
    this.#reconstructionLoss = training.reconstructionLoss;
    this.#adam = training.adam;
    this.#gradients = training.gradients;
    this.#scoringSession = training.scoringSession;
    this.#weights = feedsOf(training.adam.weights);
    this.#step = training.step;
  }

  async step(batch: ExampleBatch, options: TrainingStepOptions): Promise<StepLosses> {
    requireBeats(batch.inputs, batch.size, this.sampleCount);
    requireBeats(batch.targets, batch.size, this.sampleCount);
    const { total, reconstruction, gradients } = await this.#gradients.gradientsOf(batch, batch.size);
    this.#step += 1;
    adamInPlace(this.#adam, gradients, options, this.#step);
    return { total, reconstruction };
  }

  async losses({ inputs, targets, size }: ExampleBatch): Promise<Float64Array> {
    requireBeats(targets, size, this.sampleCount);
    const reconstructions = await this.reconstruct(inputs, size);
    return exampleLosses(this.#reconstructionLoss, { outputs: reconstructions, targets, size });
  }

  async reconstruct(inputs: Float32Array, size: number): Promise<Float32Array> {
    requireBeats(inputs, size, this.sampleCount);
    const reconstructions = new Float32Array(inputs.length);
    for (const { first, count, examples } of exampleRuns(inputs, size, largestRun)) {
      const beats = floatTensor(examples, [count, this.sampleCount]);
      const feeds: Feeds = { ...this.#weights, [beatsInput]: beats };
      const outputs = await runSession(this.#scoringSession, feeds, [reconstructionsOutput]);
      reconstructions.set(floatOutput(outputs, reconstructionsOutput), first * this.sampleCount);
    }
    return reconstructions;
  }

  state(): Promise<TrainingState> {
    return Promise.resolve({
      parameters: copyParameters(this.#adam.weights),
      firstMoments: copyParameters(this.#adam.firstMoments),
      secondMoments: copyParameters(this.#adam.secondMoments),
      step: this.#step,
    });
  }

  async dispose(): Promise<void> {
    await this.#gradients.dispose();
    await this.#scoringSession.release();
  }
}
