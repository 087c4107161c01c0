import type { LstmAutoencoderArchitecture } from '../autoencoders/lstm-autoencoder.ts';
import { referenceCode, referenceReconstruction } from '../autoencoders/lstm-reference.ts';
import type { Parameters } from '../autoencoders/parameters.ts';
import type { BatchScores, ScoreOptions } from '../engines/engine.ts';
import { exampleLosses } from '../engines/example-losses.ts';
import { withoutRest } from '../engines/without-rest.ts';
import { chooseNetwork, type ChosenNetwork } from './forward-trial.ts';
import { layerOperators, LstmForward, type LayerOperator } from './lstm-forward.ts';
import type { NativeOperators } from './native-operators.ts';
import { FittingRuns, largestRunOnCpu, largestRunOnGpu } from './run-sizes.ts';

/** Beats of a run whose time is taken when operators are compared. */
const measuredBeats = 256;

export interface LstmScoringOptions {
  readonly architecture: LstmAutoencoderArchitecture;
  readonly parameters: Parameters;
  /** Whether tensors are in a GPU's memory: then cuDNN's operator is tried too, and runs are large. */
  readonly onGpu: boolean;
  /** A clock of milliseconds, as `performance.now`. */
  readonly nowMs: () => number;
}

/** Scores beats; keeps the weights in TensorFlow's memory. */
export class LstmScoring {
  /** What runs the layers. */
  readonly operator: LayerOperator;
  readonly #architecture: LstmAutoencoderArchitecture;
  readonly #network: LstmForward;
  readonly #runs: FittingRuns;

  /** @throws ModelCoreError (`engine-failed`) where no operator of a GPU agrees with the plain definition */
  constructor(operators: NativeOperators, options: LstmScoringOptions) {
    this.#architecture = options.architecture;
    this.#runs = new FittingRuns(options.onGpu ? largestRunOnGpu(options.architecture) : largestRunOnCpu);
    const { operator, network } = options.onGpu
      ? chosenByTrial(operators, options)
      : ({ operator: 'BlockLSTM', network: new LstmForward(operators, options, 'BlockLSTM') } as const);
    this.operator = operator;
    this.#network = network;
  }

  /** @param beats `[batch * sampleCount]` */
  score(beats: Float32Array, batch: number, { results = 'all' }: ScoreOptions = {}): BatchScores {
    if (results === 'losses') return withoutRest(this.#losses(beats, batch));
    const { sampleCount, embedding } = this.#architecture;
    const reconstructions = new Float32Array(beats.length);
    const latents = new Float32Array(batch * embedding);
    this.#runs.forEach(beats, batch, ({ first, count, examples }) => {
      const found = this.#network.run(examples, count);
      reconstructions.set(found.reconstructions, first * sampleCount);
      latents.set(found.latents, first * embedding);
    });
    const losses = exampleLosses('absolute-error-sum', {
      outputs: reconstructions,
      targets: beats,
      size: batch,
    });
    return { losses, reconstructions, latents };
  }

  #losses(beats: Float32Array, batch: number): Float64Array {
    const losses = new Float64Array(batch);
    this.#runs.forEach(beats, batch, ({ first, count, examples }) => {
      losses.set(this.#network.losses(examples, count), first);
    });
    return losses;
  }
}

/** The fastest operator on this device that agrees with the plain definition on one beat. */
function chosenByTrial(
  operators: NativeOperators,
  { architecture, parameters, nowMs }: LstmScoringOptions,
): ChosenNetwork<LstmForward> {
  const { sampleCount } = architecture;
  const beat = Float32Array.from({ length: sampleCount }, (_, step) => Math.sin(step / 5));
  const many = new Float32Array(measuredBeats * sampleCount);
  for (let at = 0; at < measuredBeats; at++) many.set(beat, at * sampleCount);
  const doubles = new Map([...parameters].map(([name, { values }]) => [name, Float64Array.from(values)]));
  return chooseNetwork({
    candidates: layerOperators.map((operator) => ({
      operator,
      create: () => new LstmForward(operators, { architecture, parameters }, operator),
    })),
    runOne: (network) => network.run(beat, 1),
    expected: {
      reconstruction: referenceReconstruction(architecture, doubles, beat),
      latent: referenceCode(architecture, doubles, beat),
    },
    // The first run of a size prepares; the shorter of two others counts.
    measureMs: (network) => {
      const times = [0, 1, 2].map(() => {
        const beganMs = nowMs();
        network.run(many, measuredBeats);
        return nowMs() - beganMs;
      });
      return Math.min(...times.slice(1));
    },
  });
}
