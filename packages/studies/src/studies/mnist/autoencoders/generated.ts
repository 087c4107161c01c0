import { createDecoder, latentWalk, priorLatents, type Model } from '@beatwatch/model-core';
import { pixelCount } from '../mnist.ts';

/** Digits made by a decoder. */
export interface GeneratedDigits {
  /** From codes of the standard normal distribution, the prior of a variational autoencoder. */
  readonly samples: readonly Float32Array[];
  /** Over the plane of codes, row by row from the top; empty unless a code has two numbers. */
  readonly plane: readonly (readonly Float32Array[])[];
}

/** Codes along each side of the plane, and the plane's half width in standard deviations. */
const planeSide = 12;
const planeReach = 2;

/** @throws ModelCoreError */
export async function generateDigits(
  model: Model,
  sampleCount: number,
  seed: number,
): Promise<GeneratedDigits> {
  const decoder = await createDecoder(model);
  try {
    const { latentSize } = decoder;
    const codes = priorLatents({ count: sampleCount, latentSize, seed });
    const samples = images(await decoder.decode(codes, sampleCount));
    if (latentSize !== 2) return { samples, plane: [] };
    const along = Array.from(
      { length: planeSide },
      (_, place) => planeReach * ((2 * place) / (planeSide - 1) - 1),
    );
    const grid = along.toReversed().flatMap((y) => along.flatMap((x) => [x, y]));
    const plane = images(await decoder.decode(Float32Array.from(grid), planeSide ** 2));
    return {
      samples,
      plane: along.map((_, row) => plane.slice(row * planeSide, (row + 1) * planeSide)),
    };
  } finally {
    await decoder.dispose();
  }
}

/**
 * Decodes codes at equal steps from one digit's code to another's, both included.
 * @throws ModelCoreError
 */
export async function interpolate(
  model: Model,
  from: Float32Array,
  to: Float32Array,
  count: number,
): Promise<Float32Array[]> {
  const decoder = await createDecoder(model);
  try {
    return images(await decoder.decode(latentWalk(from, to, count), count));
  } finally {
    await decoder.dispose();
  }
}

const images = (values: Float32Array): Float32Array[] =>
  Array.from({ length: values.length / pixelCount }, (_, index) =>
    values.slice(index * pixelCount, (index + 1) * pixelCount),
  );
