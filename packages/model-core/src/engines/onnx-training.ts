import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { parameterShapes, type LstmAutoencoderArchitecture } from '../autoencoders/lstm-autoencoder.ts';
import type { Objective, ReconstructionLoss } from '../autoencoders/objective.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { beatsInput } from '../onnx/lstm-forward.ts';
import { scoringGraph } from '../onnx/lstm-scoring.ts';
import {
  firstMomentName,
  lossOutput,
  maximumNormInput,
  reconstructionLossOutput,
  secondMomentName,
  stepSizeInput,
  targetsInput,
  trainingStepGraph,
  updatedName,
} from '../onnx/lstm-training.ts';
import { reconstructionsOutput } from '../onnx/scores.ts';
import { adamStepSize } from '../training/adam.ts';
import { exampleLosses } from './example-losses.ts';
import { exampleRuns } from './example-runs.ts';
import {
  createSession,
  largestRun,
  floatOutput,
  floatTensor,
  runSession,
  type Feeds,
  type OnnxEngineOptions,
} from './onnx-session.ts';
import { requireBeats } from './requirements.ts';
import type {
  ExampleBatch,
  StepLosses,
  TrainingEngine,
  TrainingState,
  TrainingStepOptions,
} from './training-engine.ts';

/**
 * Creates a training engine on onnxruntime's inference build: one graph computes a whole step and outputs the updated
 * weights.
 * @param objective without a penalty or with `l1-sparsity`
 * @param state state to start from; see {@link initialTrainingState}
 * @throws ModelCoreError: `invalid-argument` for any other penalty, `engine-failed`
 */
export async function createOnnxTrainingEngine(
  architecture: LstmAutoencoderArchitecture,
  objective: Objective,
  state: TrainingState,
  options: OnnxEngineOptions = {},
): Promise<TrainingEngine> {
  const stepSession = await createSession(trainingStepGraph(architecture, objective), options);
  const scoringSession = await createSession(scoringGraph(architecture), options);
  return new OnnxTrainingEngine({
    architecture,
    reconstructionLoss: objective.reconstruction,
    state,
    stepSession,
    scoringSession,
  });
}

interface OnnxTraining {
  readonly architecture: LstmAutoencoderArchitecture;
  readonly reconstructionLoss: ReconstructionLoss;
  /** Where to begin. */
  readonly state: TrainingState;
  /** Released with the engine, like the other one. */
  readonly stepSession: InferenceSession;
  readonly scoringSession: InferenceSession;
}

class OnnxTrainingEngine implements TrainingEngine {
  readonly name = 'onnx';
  readonly sampleCount: number;
  readonly #reconstructionLoss: ReconstructionLoss;
  readonly #shapes: ReadonlyMap<string, readonly number[]>;
  readonly #stepSession: InferenceSession;
  readonly #scoringSession: InferenceSession;
  readonly #weights: Record<string, Tensor> = {};
  readonly #moments: Record<string, Tensor> = {};
  #step: number;

  constructor({ architecture, reconstructionLoss, state, stepSession, scoringSession }: OnnxTraining) {
    this.sampleCount = architecture.sampleCount;
    this.#reconstructionLoss = reconstructionLoss;
    this.#shapes = parameterShapes(architecture);
    this.#stepSession = stepSession;
    this.#scoringSession = scoringSession;
    this.#step = state.step;
    for (const [name, tensor] of state.parameters)
      this.#weights[name] = floatTensor(tensor.values, tensor.shape);
    for (const [name, tensor] of state.firstMoments)
      this.#moments[firstMomentName(name)] = floatTensor(tensor.values, tensor.shape);
    for (const [name, tensor] of state.secondMoments)
      this.#moments[secondMomentName(name)] = floatTensor(tensor.values, tensor.shape);
  }

  async step(batch: ExampleBatch, options: TrainingStepOptions): Promise<StepLosses> {
    const { inputs, targets, size } = batch;
    requireBeats(inputs, size, this.sampleCount);
    requireBeats(targets, size, this.sampleCount);
    this.#step += 1;
    const feeds: Feeds = {
      ...this.#weights,
      ...this.#moments,
      [beatsInput]: floatTensor(inputs, [size, this.sampleCount]),
      [targetsInput]: floatTensor(targets, [size, this.sampleCount]),
      [stepSizeInput]: floatTensor(Float32Array.of(adamStepSize(options.learningRate, this.#step)), []),
      [maximumNormInput]: floatTensor(Float32Array.of(options.maximumGradientNorm), []),
    };
    const outputs = await runSession(this.#stepSession, feeds);
    for (const kept of [this.#weights, this.#moments]) {
      for (const name of Object.keys(kept)) {
        const updated = outputs[updatedName(name)];
        if (updated !== undefined) kept[name] = updated;
      }
    }
    return {
      total: floatOutput(outputs, lossOutput)[0] ?? Number.NaN,
      reconstruction: floatOutput(outputs, reconstructionLossOutput)[0] ?? Number.NaN,
    };
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
    const copy = (source: Readonly<Record<string, Tensor>>, nameOf: (name: string) => string): Parameters =>
      new Map(
        [...this.#shapes].map(([name, shape]) => [
          name,
          { shape, values: floatOutput(source, nameOf(name)).slice() },
        ]),
      );
    return Promise.resolve({
      parameters: copy(this.#weights, (name) => name),
      firstMoments: copy(this.#moments, firstMomentName),
      secondMoments: copy(this.#moments, secondMomentName),
      step: this.#step,
    });
  }

  async dispose(): Promise<void> {
    await this.#stepSession.release();
    await this.#scoringSession.release();
  }
}
