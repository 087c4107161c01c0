import { principalComponents } from '@beatwatch/model-core';
import { evenly } from './measures.ts';

/** A linear autoencoder. */
export interface PrincipalSpace {
  readonly codeOf: (beat: Float32Array) => Float32Array;
  /** @param components of the code that count. Default: all */
  readonly reconstructed: (beat: Float32Array, components?: number) => Float32Array;
}

const mostExamples = 3000;

export function principalSpace(examples: readonly Float32Array[], components: number): PrincipalSpace {
  const { mean, axes } = principalComponents(evenly(examples, mostExamples), components);
  const codeOf = (beat: Float32Array): Float32Array =>
    Float32Array.from(axes, (axis) =>
      axis.reduce((sum, weight, at) => sum + weight * ((beat[at] ?? 0) - (mean[at] ?? 0)), 0),
    );
  return {
    codeOf,
    reconstructed: (beat, count = components) => {
      const code = codeOf(beat).subarray(0, count);
      return beat.map((_, at) =>
        code.reduce((sum, along, axis) => sum + along * (axes[axis]?.[at] ?? 0), mean[at] ?? 0),
      );
    },
  };
}
