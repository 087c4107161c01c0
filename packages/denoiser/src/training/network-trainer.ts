import {
  adamStepSize,
  adamUpdate,
  clipGradients,
  type AdamTensors,
  type Parameters,
  type TensorFlow,
  type TrainingState,
} from '@beatwatch/model-core';
import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { softTissueWindow, wideWindow, type HuWindow } from '../images/hu-window.ts';
import { inputChannels, noiseUnitHu } from '../network/network-input.ts';
import { outputChannels, unshuffledSide, type ResidualNetwork } from '../network/residual-network.ts';
import { networkNoise, toParameters, toTensors, type NetworkWeights } from '../network/tensorflow-network.ts';
import type { NetworkPass } from '../network/run-network.ts';
import type { PatchBatch } from './patch-batch.ts';

/** State that training resumes from. */
export interface NetworkTrainingState extends TrainingState {
  /** Means of the weights over the last steps, which denoise better. */
  readonly averages: Parameters;
}

/** Weight of the wide window in the loss; that of the soft tissue window is 1. */
const wideShare = 0.15;
const averageDecay = 0.999;
const maximumGradientNorm = 1;

/** Trains the network with Adam on TensorFlow.js; its calls block. */
export class NetworkTrainer {
  readonly #tf: TensorFlow;
  readonly #network: ResidualNetwork;
  readonly #tensors = new Map<string, AdamTensors>();
  readonly #averages = new Map<string, Tensor>();
  #step: number;

  constructor(tf: TensorFlow, network: ResidualNetwork, state: NetworkTrainingState) {
    this.#tf = tf;
    this.#network = network;
    this.#step = state.step;
    const [weights, first, second, averages] = [
      state.parameters,
      state.firstMoments,
      state.secondMoments,
      state.averages,
    ].map((parameters) => toTensors(tf, parameters));
    for (const name of state.parameters.keys()) {
      const [weight, firstMoment, secondMoment, average] = [weights, first, second, averages].map(
        (tensors) => tensors?.[name],
      );
      if (!weight || !firstMoment || !secondMoment || !average)
        throw new Error(`training state: ${name} is missing`);
      this.#tensors.set(name, { weights: weight, firstMoment, secondMoment });
      this.#averages.set(name, average);
    }
  }

  get step(): number {
    return this.#step;
  }

  /**
   * One update.
   * @returns the loss before the update: the remaining share of the squared noise, 1 where nothing is removed
   */
  update(batch: PatchBatch, learningRate: number): number {
    const tf = this.#tf;
    this.#step += 1;
    const stepSize = adamStepSize(learningRate, this.#step);
    const decay = Math.min(averageDecay, this.#step / (this.#step + 10));
    const loss = tf.tidy(() => {
      const names = [...this.#tensors.keys()];
      const meanLoss = (...weights: Tensor[]): Scalar =>
        this.#loss(batch, Object.fromEntries(names.map((name, index) => [name, weights[index] as Tensor])));
      const { value, grads } = tf.valueAndGrads(meanLoss)(
        [...this.#tensors.values()].map(({ weights }) => weights),
      );
      const clipped = clipGradients(tf, grads, maximumGradientNorm);
      names.forEach((name, index) => {
        const now = this.#tensors.get(name);
        const gradient = clipped[index];
        const average = this.#averages.get(name);
        if (!now || !gradient || !average) throw new Error(`gradient of ${name} is missing`);
        const next = adamUpdate(tf, now, gradient, stepSize);
        const nextAverage = tf.add(tf.mul(average, decay), tf.mul(next.weights, 1 - decay));
        for (const tensor of [next.weights, next.firstMoment, next.secondMoment, nextAverage])
          tf.keep(tensor);
        for (const tensor of [now.weights, now.firstMoment, now.secondMoment, average]) tensor.dispose();
        this.#tensors.set(name, next);
        this.#averages.set(name, nextAverage);
      });
      return value;
    });
    const [value = Number.NaN] = loss.dataSync();
    loss.dispose();
    return value;
  }

  #loss(batch: PatchBatch, weights: NetworkWeights): Scalar {
    const tf = this.#tf;
    const places = batch.side / unshuffledSide;
    const tensor = (values: Float32Array, channels: number): Tensor4D =>
      tf.tensor4d(values, [batch.size, places, places, channels]);
    const noise = networkNoise(tf, this.#network, weights, tensor(batch.planes, inputChannels));
    const cleaned = tf.sub(tensor(batch.noisy, outputChannels), tf.mul(noise, noiseUnitHu));
    const clean = tensor(batch.clean, outputChannels);
    const left = (window: HuWindow, patchWeights: Float32Array): Scalar => {
      const error = tf.sub(
        tf.clipByValue(cleaned, window.lowestHu, window.highestHu),
        tf.clipByValue(clean, window.lowestHu, window.highestHu),
      );
      return tf.mean(tf.mul(tf.mean(tf.square(error), [1, 2, 3]), tf.tensor1d(patchWeights)));
    };
    return tf.add(
      left(softTissueWindow, batch.softWeights),
      tf.mul(left(wideWindow, batch.wideWeights), wideShare),
    );
  }

  /** The network with the averaged weights, as `findNoise` calls it. */
  readonly pass: NetworkPass = (planes, { width, height }) => {
    const tf = this.#tf;
    const [columns, rows] = [width / unshuffledSide, height / unshuffledSide];
    const noise = tf.tidy(() => {
      const channelsFirst = tf.tensor4d(planes, [1, inputChannels, rows, columns]);
      const input = tf.transpose(channelsFirst, [0, 2, 3, 1]);
      const output = networkNoise(tf, this.#network, Object.fromEntries(this.#averages), input);
      return tf.transpose(output, [0, 3, 1, 2]);
    });
    const values = Float32Array.from(noise.dataSync());
    noise.dispose();
    return Promise.resolve(values);
  };

  /** A copy, which later steps do not change. */
  state(): NetworkTrainingState {
    const read = (part: keyof AdamTensors): Parameters =>
      toParameters(
        this.#tf,
        Object.fromEntries([...this.#tensors].map(([name, tensors]) => [name, tensors[part]])),
      );
    return {
      parameters: read('weights'),
      firstMoments: read('firstMoment'),
      secondMoments: read('secondMoment'),
      averages: toParameters(this.#tf, Object.fromEntries(this.#averages)),
      step: this.#step,
    };
  }

  dispose(): void {
    for (const { weights, firstMoment, secondMoment } of this.#tensors.values())
      for (const tensor of [weights, firstMoment, secondMoment]) tensor.dispose();
    for (const average of this.#averages.values()) average.dispose();
  }
}
