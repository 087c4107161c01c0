import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { parameterShapes, type LstmAutoencoderArchitecture } from '../autoencoders/lstm-autoencoder.ts';
import { copyParameters, zerosLike, type Parameters } from '../autoencoders/parameters.ts';
import { adamStepSize } from '../onnx/adam.ts';
import { beatsInput } from '../onnx/lstm-forward.ts';
import { lossesOutput, scoringGraph } from '../onnx/lstm-scoring.ts';
import {
  firstMomentName,
  lossOutput,
  maximumNormInput,
  secondMomentName,
  stepSizeInput,
  trainingStepGraph,
  updatedName,
} from '../onnx/lstm-training.ts';
import {
  createSession,
  largestRun,
  floatOutput,
  floatTensor,
  requireBeats,
  runSession,
  type Feeds,
  type OnnxEngineOptions,
} from './onnx-session.ts';
import type { TrainingEngine, TrainingState, TrainingStepOptions } from './training-engine.ts';

/** State of a run that has not begun: both moments zero. */
export function initialTrainingState(parameters: Parameters): TrainingState {
  return {
    parameters: copyParameters(parameters),
    firstMoments: zerosLike(parameters),
    secondMoments: zerosLike(parameters),
    step: 0,
  };
}

/**
 * Training on onnxruntime's ordinary inference build: the whole step is one graph whose outputs are the next weights.
 * @param state where to begin, see {@link initialTrainingState}
 */
export async function createOnnxTrainingEngine(
  architecture: LstmAutoencoderArchitecture,
  state: TrainingState,
  options: OnnxEngineOptions = {},
): Promise<TrainingEngine> {
  const stepSession = await createSession(trainingStepGraph(architecture), options);
  const scoringSession = await createSession(scoringGraph(architecture), options);
  return new OnnxTrainingEngine(architecture, state, stepSession, scoringSession);
}

class OnnxTrainingEngine implements TrainingEngine {
  readonly name = 'onnx';
  readonly sampleCount: number;
  readonly #shapes: ReadonlyMap<string, readonly number[]>;
  readonly #stepSession: InferenceSession;
  readonly #scoringSession: InferenceSession;
  readonly #weights: Record<string, Tensor> = {};
  readonly #moments: Record<string, Tensor> = {};
  #step: number;

  constructor(
    architecture: LstmAutoencoderArchitecture,
    state: TrainingState,
    stepSession: InferenceSession,
    scoringSession: InferenceSession,
  ) {
    this.sampleCount = architecture.sampleCount;
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

  async step(beats: Float32Array, batch: number, options: TrainingStepOptions): Promise<number> {
    requireBeats(beats, batch, this.sampleCount);
    this.#step += 1;
    const feeds: Feeds = {
      ...this.#weights,
      ...this.#moments,
      [beatsInput]: floatTensor(beats, [batch, this.sampleCount]),
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
    return floatOutput(outputs, lossOutput)[0] ?? Number.NaN;
  }

  async losses(beats: Float32Array, batch: number): Promise<Float64Array> {
    requireBeats(beats, batch, this.sampleCount);
    const losses = new Float64Array(batch);
    for (let first = 0; first < batch; first += largestRun) {
      const size = Math.min(largestRun, batch - first);
      const run = beats.subarray(first * this.sampleCount, (first + size) * this.sampleCount);
      const feeds: Feeds = { ...this.#weights, [beatsInput]: floatTensor(run, [size, this.sampleCount]) };
      const outputs = await runSession(this.#scoringSession, feeds, [lossesOutput]);
      losses.set(floatOutput(outputs, lossesOutput), first);
    }
    return losses;
  }

  state(): TrainingState {
    const copy = (source: Readonly<Record<string, Tensor>>, nameOf: (name: string) => string): Parameters =>
      new Map(
        [...this.#shapes].map(([name, shape]) => [
          name,
          { shape, values: floatOutput(source, nameOf(name)).slice() },
        ]),
      );
    return {
      parameters: copy(this.#weights, (name) => name),
      firstMoments: copy(this.#moments, firstMomentName),
      secondMoments: copy(this.#moments, secondMomentName),
      step: this.#step,
    };
  }

  async dispose(): Promise<void> {
    await this.#stepSession.release();
    await this.#scoringSession.release();
  }
}
