import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import {
  denseLatentSize,
  denseParameterShapes,
  type DenseAutoencoderArchitecture,
} from '../autoencoders/dense-autoencoder.ts';
import { requireDenseObjective, type Objective } from '../autoencoders/objective.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { exampleLosses } from '../engines/example-losses.ts';
import { requireBeats } from '../engines/requirements.ts';
import type {
  ExampleBatch,
  StepLosses,
  TrainingEngine,
  TrainingState,
  TrainingStepOptions,
} from '../engines/training-engine.ts';
import { createSeededRandom } from '@beatwatch/statistics';
import { adamStepSize } from '../training/adam.ts';
import { adamUpdate, clipGradients, type AdamTensors } from './adam.ts';
import { denseLosses, type Losses } from './dense-loss.ts';
import { passThrough } from './dense-scoring.ts';
import type { TensorFlow, WeightTensors } from './tensorflow.ts';

/**
 * Creates a training engine for a dense autoencoder on any TensorFlow.js backend, with automatic differentiation.
 * @param tf TensorFlow.js with its backend ready; the engine has the backend's name
 * @param state state to start from; see `initialTrainingState`
 * @throws ModelCoreError (`invalid-argument`) if the objective does not fit the architecture
 */
export function createDenseTrainingEngine(
  tf: TensorFlow,
  architecture: DenseAutoencoderArchitecture,
  objective: Objective,
  state: TrainingState,
): TrainingEngine {
  requireDenseObjective(architecture, objective);
  return new DenseTrainingEngine(tf, architecture, objective, state);
}

class DenseTrainingEngine implements TrainingEngine {
  readonly name: string;
  readonly sampleCount: number;
  readonly #tf: TensorFlow;
  readonly #architecture: DenseAutoencoderArchitecture;
  readonly #objective: Objective;
  readonly #shapes: ReadonlyMap<string, readonly number[]>;
  readonly #tensors = new Map<string, AdamTensors>();
  #step: number;

  constructor(
    tf: TensorFlow,
    architecture: DenseAutoencoderArchitecture,
    objective: Objective,
    state: TrainingState,
  ) {
    this.name = tf.getBackend();
    this.sampleCount = architecture.sampleCount;
    this.#tf = tf;
    this.#architecture = architecture;
    this.#objective = objective;
    this.#shapes = denseParameterShapes(architecture);
    this.#step = state.step;
    for (const [name, shape] of this.#shapes) {
      const tensorOf = (parameters: Parameters) =>
        tf.tensor(parameters.get(name)?.values.slice() ?? [], [...shape]);
      this.#tensors.set(name, {
        weights: tensorOf(state.parameters),
        firstMoment: tensorOf(state.firstMoments),
        secondMoment: tensorOf(state.secondMoments),
      });
    }
  }

  async step(batch: ExampleBatch, options: TrainingStepOptions): Promise<StepLosses> {
    requireBeats(batch.inputs, batch.size, this.sampleCount);
    requireBeats(batch.targets, batch.size, this.sampleCount);
    this.#step += 1;
    const { total, reconstruction } = this.#update(batch, options);
    const [[totalLoss = Number.NaN], [reconstructionLoss = Number.NaN]] = await Promise.all([
      total.data(),
      reconstruction.data(),
    ]);
    total.dispose();
    reconstruction.dispose();
    return { total: totalLoss, reconstruction: reconstructionLoss };
  }

  /** Replaces weights and moments by the updated ones. The caller disposes of the returned losses. */
  #update(batch: ExampleBatch, { learningRate, maximumGradientNorm, seed }: TrainingStepOptions): Losses {
    const tf = this.#tf;
    const stepSize = adamStepSize(learningRate, this.#step);
    return tf.tidy(() => {
      const { losses, gradients } = this.#gradients(batch, seed);
      const clipped = clipGradients(tf, gradients, maximumGradientNorm);
      [...this.#tensors].forEach(([name, now], index) => {
        const gradient = clipped[index];
        if (gradient === undefined) throw new Error(`gradient of ${name} is missing`);
        const next = adamUpdate(tf, now, gradient, stepSize);
        Object.values(next).forEach((tensor: Tensor) => tf.keep(tensor));
        Object.values(now).forEach((tensor: Tensor) => {
          tensor.dispose();
        });
        this.#tensors.set(name, next);
      });
      return losses;
    });
  }

  #gradients({ inputs, targets, size }: ExampleBatch, seed: number) {
    const tf = this.#tf;
    const [inputTensor, targetTensor] = [this.#examples(inputs, size), this.#examples(targets, size)];
    const noise = this.#noise(size, seed);
    const names = [...this.#tensors.keys()];
    let reconstruction: Scalar | undefined;
    const lossOf = (...weights: Tensor[]): Scalar => {
      const losses = denseLosses({
        tf,
        architecture: this.#architecture,
        objective: this.#objective,
        weights: Object.fromEntries(names.map((name, index) => [name, weights[index] as Tensor])),
        inputs: inputTensor,
        targets: targetTensor,
        noise,
      });
      reconstruction = tf.keep(losses.reconstruction);
      return losses.total;
    };
    const { value, grads } = tf.valueAndGrads(lossOf)(Object.values(this.#weights()));
    const losses: Losses = { total: value, reconstruction: reconstruction ?? value };
    return { losses, gradients: grads };
  }

  async losses({ inputs, targets, size }: ExampleBatch): Promise<Float64Array> {
    requireBeats(targets, size, this.sampleCount);
    const outputs = await this.reconstruct(inputs, size);
    return exampleLosses(this.#objective.reconstruction, { outputs, targets, size });
  }

  async reconstruct(inputs: Float32Array, size: number): Promise<Float32Array> {
    requireBeats(inputs, size, this.sampleCount);
    const { reconstructions } = await passThrough(this.#tf, this.#architecture, this.#weights(), {
      inputs,
      size,
    });
    return reconstructions;
  }

  async state(): Promise<TrainingState> {
    const read = async (part: keyof AdamTensors): Promise<Parameters> => {
      const parameters = new Map<string, { shape: readonly number[]; values: Float32Array }>();
      for (const [name, tensors] of this.#tensors)
        parameters.set(name, {
          shape: this.#shapes.get(name) ?? [],
          values: Float32Array.from(await tensors[part].data()),
        });
      return parameters;
    };
    return {
      parameters: await read('weights'),
      firstMoments: await read('firstMoment'),
      secondMoments: await read('secondMoment'),
      step: this.#step,
    };
  }

  dispose(): Promise<void> {
    for (const tensors of this.#tensors.values())
      Object.values(tensors).forEach((tensor: Tensor) => {
        tensor.dispose();
      });
    this.#tensors.clear();
    return Promise.resolve();
  }

  #weights(): WeightTensors {
    return Object.fromEntries([...this.#tensors].map(([name, { weights }]) => [name, weights]));
  }

  #examples(values: Float32Array, size: number): Tensor2D {
    return this.#tf.tensor2d(values, [size, this.sampleCount]);
  }

  /** Standard normal numbers, the same for the same seed on every backend. Undefined unless variational. */
  #noise(size: number, seed: number): Tensor2D | undefined {
    if (!this.#architecture.variational) return undefined;
    const latent = denseLatentSize(this.#architecture);
    const random = createSeededRandom(seed);
    const values = Float32Array.from({ length: size * latent }, () => random.normal());
    return this.#tf.tensor2d(values, [size, latent]);
  }
}
