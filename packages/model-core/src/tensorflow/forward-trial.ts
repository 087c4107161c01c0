import { ModelCoreError } from '../errors.ts';
import type { ForwardResult, LayerOperator } from './lstm-forward.ts';

/** Largest difference from the plain definition, relative to the largest magnitude of an array. */
const tolerance = 1e-4;

/** An operator for layers, ready to run beats with it. */
export interface Candidate<Network> {
  readonly operator: LayerOperator;
  /** @throws where this device lacks the operator, or its library fails */
  readonly create: () => Network;
}

export interface ForwardTrials<Network> {
  readonly candidates: readonly Candidate<Network>[];
  /** Runs the beat of {@link expected} with a network. */
  readonly runOne: (network: Network) => ForwardResult;
  /** By the plain definition, in 64-bit floats. */
  readonly expected: { readonly reconstruction: Float64Array; readonly latent: Float64Array };
  /** Milliseconds of one run of many beats. */
  readonly measureMs: (network: Network) => number;
}

export interface ChosenNetwork<Network> {
  readonly operator: LayerOperator;
  readonly network: Network;
  /** What each candidate showed, a clause each. */
  readonly trials: readonly string[];
}

/**
 * The fastest network that agrees with the plain definition.
 * @throws ModelCoreError (`engine-failed`) if none does, with what each showed
 */
export function chooseNetwork<Network>(options: ForwardTrials<Network>): ChosenNetwork<Network> {
  const { candidates, runOne, expected, measureMs } = options;
  const trials: string[] = [];
  let best: { operator: LayerOperator; network: Network; ms: number } | undefined;
  for (const { operator, create } of candidates) {
    try {
      const network = create();
      const found = runOne(network);
      const error = Math.max(
        relativeDifference(found.reconstructions, expected.reconstruction),
        relativeDifference(found.latents, expected.latent),
      );
      if (!(error <= tolerance)) {
        trials.push(`${operator} differs by ${error.toExponential(0)}`);
        continue;
      }
      const ms = measureMs(network);
      trials.push(`${operator} takes ${ms.toFixed(1)} ms`);
      if (best === undefined || ms < best.ms) best = { operator, network, ms };
    } catch (cause) {
      const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
      trials.push(`${operator} failed (${reason})`);
    }
  }
  if (best !== undefined) return { operator: best.operator, network: best.network, trials };
  throw new ModelCoreError(
    {
      field: 'operator for LSTM layers',
      found: trials.join(', '),
      expected: 'one that agrees with the plain definition',
    },
    { code: 'engine-failed' },
  );
}

function relativeDifference(found: ArrayLike<number>, expected: Float64Array): number {
  if (found.length !== expected.length) return Number.NaN;
  let [difference, magnitude] = [0, 0];
  expected.forEach((wanted, at) => {
    difference = Math.max(difference, Math.abs((found[at] ?? Number.NaN) - wanted));
    magnitude = Math.max(magnitude, Math.abs(wanted));
  });
  return magnitude === 0 ? difference : difference / magnitude;
}
