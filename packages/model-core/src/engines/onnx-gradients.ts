import type { InferenceSession } from 'onnxruntime-node';
import type { LstmAutoencoderArchitecture } from '../autoencoders/lstm-autoencoder.ts';
import type { Objective } from '../autoencoders/objective.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import { beatsInput } from '../onnx/lstm-forward.ts';
import {
  beatCountInput,
  gradientGraph,
  gradientName,
  lossOutput,
  reconstructionLossOutput,
  targetsInput,
} from '../onnx/lstm-training.ts';
import { addPart, examplesOf, type GradientSource, type PartGradients } from './gradients.ts';
import { createSession, feedsOf, floatOutput, floatTensor, runSession, type Feeds } from './onnx-session.ts';
import type { ExampleBatch } from './training-engine.ts';

/** Beats whose gradients are computed at once: larger runs are hardly faster, but need 10 MB a beat. */
const largestGradientRun = 64;

/**
 * Computes gradients with onnxruntime on the calling thread.
 * @param weights the current weights by name, read at each call
 * @throws ModelCoreError: `invalid-argument` if the objective does not fit the model, `engine-failed`
 */
export async function createOnnxGradients(
  architecture: LstmAutoencoderArchitecture,
  objective: Objective,
  weights: Parameters,
): Promise<GradientSource> {
  const session = await createSession(gradientGraph(architecture, objective), {});
  return new OnnxGradients(session, weights);
}

class OnnxGradients implements GradientSource {
  readonly #names: readonly string[];
  readonly #session: InferenceSession;
  readonly #weights: Feeds;

  constructor(session: InferenceSession, weights: Parameters) {
    this.#names = [...weights.keys()];
    this.#session = session;
    this.#weights = feedsOf(weights);
  }

  async gradientsOf(part: ExampleBatch, batchSize: number): Promise<PartGradients> {
    const run = (first: number) =>
      this.#run(examplesOf(part, first, Math.min(first + largestGradientRun, part.size)), batchSize);
    let sum = await run(0);
    for (let first = largestGradientRun; first < part.size; first += largestGradientRun)
      sum = addPart(sum, await run(first));
    return sum;
  }

  async #run({ inputs, targets, size }: ExampleBatch, batchSize: number): Promise<PartGradients> {
    const shape = [size, inputs.length / size];
    const outputs = await runSession(this.#session, {
      ...this.#weights,
      [beatsInput]: floatTensor(inputs, shape),
      [targetsInput]: floatTensor(targets, shape),
      [beatCountInput]: floatTensor(Float32Array.of(batchSize), []),
    });
    return {
      total: floatOutput(outputs, lossOutput)[0] ?? Number.NaN,
      reconstruction: floatOutput(outputs, reconstructionLossOutput)[0] ?? Number.NaN,
      gradients: new Map(this.#names.map((name) => [name, floatOutput(outputs, gradientName(name))])),
    };
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }
}
