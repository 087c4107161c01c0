import type { LstmAutoencoderArchitecture } from '../autoencoders/lstm-autoencoder.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import type { BatchScores } from '../engines/engine.ts';
import { exampleLosses } from '../engines/example-losses.ts';
import { exampleRuns } from '../engines/example-runs.ts';
import { beatsFirst, runNetwork, upload, type NetworkWeights } from './lstm-network.ts';
import { weightsForTensorflow } from './lstm-weights.ts';
import type { NativeOperators } from './native-operators.ts';

/** Beats scored at once; larger runs need more memory and are no faster. */
const largestRun = 64;

/** Scores beats; keeps the weights in TensorFlow's memory. */
export class LstmScoring {
  readonly #operators: NativeOperators;
  readonly #architecture: LstmAutoencoderArchitecture;
  readonly #weights: NetworkWeights;

  constructor(operators: NativeOperators, architecture: LstmAutoencoderArchitecture, parameters: Parameters) {
    this.#operators = operators;
    this.#architecture = architecture;
    this.#weights = upload(operators, weightsForTensorflow(architecture, parameters));
  }

  /** @param beats `[batch * sampleCount]` */
  score(beats: Float32Array, batch: number): BatchScores {
    const { sampleCount, embedding } = this.#architecture;
    const reconstructions = new Float32Array(beats.length);
    const latents = new Float32Array(batch * embedding);
    const operators = this.#operators;
    for (const { first, count, examples } of exampleRuns(beats, batch, largestRun)) {
      operators.scope(() => {
        const { output, code } = runNetwork(operators, this.#architecture, this.#weights, examples);
        reconstructions.set(beatsFirst(operators.read(output), count), first * sampleCount);
        latents.set(operators.read(code), first * embedding);
        return [];
      });
    }
    const losses = exampleLosses('absolute-error-sum', {
      outputs: reconstructions,
      targets: beats,
      size: batch,
    });
    return { losses, reconstructions, latents };
  }
}
