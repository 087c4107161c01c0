import type { ModelVersion } from '@beatwatch/contracts';
import { denseLatentSize, type DenseAutoencoderArchitecture } from '../autoencoders/dense-autoencoder.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import type { BatchScores, ScoreOptions, ScoringEngine } from '../engines/engine.ts';
import { exampleRuns } from '../engines/example-runs.ts';
import { exampleLosses } from '../engines/example-losses.ts';
import { requireBeats } from '../engines/requirements.ts';
import { withoutRest } from '../engines/without-rest.ts';
import type { ModelManifest } from '../model.ts';
import { decode, encode } from './dense-forward.ts';
import type { TensorFlow, WeightTensors } from './tensorflow.ts';

/** Examples scored at once; larger runs need more memory and are no faster. */
const largestRun = 512;

/** Reconstructions `[size * sampleCount]` and latents `[size * latent]` with the given weights. */
export async function passThrough(
  tf: TensorFlow,
  architecture: DenseAutoencoderArchitecture,
  weights: WeightTensors,
  { inputs, size }: { readonly inputs: Float32Array; readonly size: number },
): Promise<Pick<BatchScores, 'reconstructions' | 'latents'>> {
  const { sampleCount } = architecture;
  const latentSize = denseLatentSize(architecture);
  const reconstructions = new Float32Array(inputs.length);
  const latents = new Float32Array(size * latentSize);
  for (const { first, count, examples } of exampleRuns(inputs, size, largestRun)) {
    const [code, output] = tf.tidy(() => {
      const { code } = encode(tf, architecture, weights, tf.tensor2d(examples, [count, sampleCount]));
      return [code, decode(tf, architecture, weights, code)];
    });
    latents.set(await code.data(), first * latentSize);
    reconstructions.set(await output.data(), first * sampleCount);
    tf.dispose([code, output]);
  }
  return { reconstructions, latents };
}

/**
 * Creates a scoring engine for a dense autoencoder on any TensorFlow.js backend.
 * @param tf TensorFlow.js with its backend ready
 * @param name name of the engine
 */
export function createDenseScoringEngine(
  tf: TensorFlow,
  name: ScoringEngine['name'],
  manifest: ModelManifest & { readonly architecture: DenseAutoencoderArchitecture },
  parameters: Parameters,
): ScoringEngine {
  return new DenseScoringEngine(tf, name, manifest, parameters);
}

class DenseScoringEngine implements ScoringEngine {
  readonly name: ScoringEngine['name'];
  readonly modelVersion: ModelVersion;
  readonly preprocessing: string;
  readonly sampleCount: number;
  readonly #tf: TensorFlow;
  readonly #architecture: DenseAutoencoderArchitecture;
  readonly #weights: WeightTensors;

  constructor(
    tf: TensorFlow,
    name: ScoringEngine['name'],
    manifest: ModelManifest & { readonly architecture: DenseAutoencoderArchitecture },
    parameters: Parameters,
  ) {
    this.name = name;
    this.modelVersion = manifest.version;
    this.preprocessing = manifest.preprocessing;
    this.sampleCount = manifest.architecture.sampleCount;
    this.#tf = tf;
    this.#architecture = manifest.architecture;
    this.#weights = Object.fromEntries(
      [...parameters].map(([weight, { shape, values }]) => [weight, tf.tensor(values.slice(), [...shape])]),
    );
  }

  async score(
    beats: Float32Array,
    batch: number,
    { results = 'all' }: ScoreOptions = {},
  ): Promise<BatchScores> {
    requireBeats(beats, batch, this.sampleCount);
    if (results === 'losses') return withoutRest(await this.#losses(beats, batch));
    const passed = await passThrough(this.#tf, this.#architecture, this.#weights, {
      inputs: beats,
      size: batch,
    });
    const outputs = passed.reconstructions;
    return {
      ...passed,
      losses: exampleLosses('absolute-error-sum', { outputs, targets: beats, size: batch }),
    };
  }

  async #losses(beats: Float32Array, batch: number): Promise<Float64Array> {
    const tf = this.#tf;
    const losses = new Float64Array(batch);
    for (const { first, count, examples } of exampleRuns(beats, batch, largestRun)) {
      const sums = tf.tidy(() => {
        const inputs = tf.tensor2d(examples, [count, this.sampleCount]);
        const { code } = encode(tf, this.#architecture, this.#weights, inputs);
        const outputs = decode(tf, this.#architecture, this.#weights, code);
        return tf.sum(tf.abs(tf.sub(outputs, inputs)), 1);
      });
      losses.set(await sums.data(), first);
      tf.dispose(sums);
    }
    return losses;
  }

  dispose(): Promise<void> {
    this.#tf.dispose(this.#weights);
    return Promise.resolve();
  }
}
