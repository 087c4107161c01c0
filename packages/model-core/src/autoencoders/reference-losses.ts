import type { ExampleBatch, StepLosses } from '../engines/training-engine.ts';
import { createSeededRandom, mean } from '@beatwatch/statistics';
import type { Architecture } from './architecture.ts';
import { referenceDecoding, referenceEncoding } from './dense-reference.ts';
import { referenceCode, referenceReconstruction } from './lstm-reference.ts';
import type { ReferenceParameters } from './reference-parameters.ts';
import type { Objective, Penalty, ReconstructionLoss } from './objective.ts';

/** Results of one example from the reference implementation. */
interface ReferenceOutput {
  readonly output: Float64Array;
  readonly code: Float64Array;
  readonly logVariance: Float64Array | undefined;
  readonly squaredJacobianNorm: number;
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
const sumOf = (values: Float64Array, term: (value: number) => number): number => sum(values.map(term));

/** @param noise standard normal numbers for drawing a variational code; without them the code is its mean */
function runReference(
  architecture: Architecture,
  parameters: ReferenceParameters,
  input: Float32Array,
  noise: ArrayLike<number> | undefined,
): ReferenceOutput {
  if (architecture.kind === 'lstm-autoencoder')
    return {
      output: referenceReconstruction(architecture, parameters, input),
      code: referenceCode(architecture, parameters, input),
      logVariance: undefined,
      squaredJacobianNorm: Number.NaN,
    };
  const { code, logVariance, jacobian } = referenceEncoding(architecture, parameters, input);
  const drawn =
    logVariance === undefined
      ? code
      : code.map((value, unit) => value + (noise?.[unit] ?? 0) * Math.exp((logVariance[unit] ?? 0) / 2));
  return {
    output: referenceDecoding(architecture, parameters, drawn),
    code,
    logVariance,
    squaredJacobianNorm: sum(jacobian.map((row) => sumOf(row, (value) => value ** 2))),
  };
}

function reconstructionLoss(kind: ReconstructionLoss, output: Float64Array, target: Float32Array): number {
  const errors = output.map((value, sample) => value - (target[sample] ?? Number.NaN));
  return kind === 'absolute-error-sum'
    ? sumOf(errors, Math.abs)
    : sumOf(errors, (error) => error ** 2) / errors.length;
}

function penaltyOf(penalty: Penalty, outputs: readonly ReferenceOutput[]): number {
  switch (penalty.kind) {
    case 'l1-sparsity':
      return mean(outputs.map(({ code }) => sumOf(code, Math.abs)));
    case 'kl-sparsity': {
      const p = penalty.meanActivation;
      const activations = outputs[0]?.code.map((_, unit) => mean(outputs.map(({ code }) => code[unit] ?? 0)));
      return sumOf(
        activations ?? new Float64Array(),
        (q) => p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q)),
      );
    }
    case 'contractive':
      return mean(outputs.map(({ squaredJacobianNorm }) => squaredJacobianNorm));
    case 'variational':
      return mean(
        outputs.map(({ code, logVariance }) =>
          sum(
            code.map((value, unit) => {
              const log = logVariance?.[unit] ?? Number.NaN;
              return (value ** 2 + Math.exp(log) - log - 1) / 2;
            }),
          ),
        ),
      );
  }
}

/** A model with its training objective. */
export interface ReferenceModel {
  readonly architecture: Architecture;
  readonly objective: Objective;
  readonly parameters: ReferenceParameters;
}

/**
 * Reference losses of a batch, in double precision.
 * @param seed seed for drawing a variational code; without it the code is its mean
 */
export function referenceLosses(
  { architecture, objective, parameters }: ReferenceModel,
  { inputs, targets, size }: ExampleBatch,
  seed?: number,
): StepLosses {
  const { reconstruction: kind, penalty } = objective;
  const { sampleCount } = architecture;
  const random = seed === undefined ? undefined : createSeededRandom(seed);
  const latent = architecture.kind === 'dense-autoencoder' ? (architecture.encoder.at(-1) ?? 0) : 0;
  const outputs = Array.from({ length: size }, (_, example) => {
    const noise = random && Array.from({ length: latent }, () => Math.fround(random.normal()));
    const input = inputs.subarray(example * sampleCount, (example + 1) * sampleCount);
    return runReference(architecture, parameters, input, noise);
  });
  const reconstruction = mean(
    outputs.map(({ output }, example) =>
      reconstructionLoss(kind, output, targets.subarray(example * sampleCount, (example + 1) * sampleCount)),
    ),
  );
  const weightedPenalty = penalty === undefined ? 0 : penalty.weight * penaltyOf(penalty, outputs);
  return { total: reconstruction + weightedPenalty, reconstruction };
}
