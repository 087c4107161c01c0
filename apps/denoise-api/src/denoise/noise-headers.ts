import { median } from '@beatwatch/statistics';
import type { OperationResponse } from '../openapi/operation.ts';
import type { DenoiseResult } from './denoising.ts';

/** Headers of a response with a denoised file, for the OpenAPI document. */
export const noiseHeaders: NonNullable<OperationResponse['headers']> = {
  'Denoise-Noise-Sd': {
    description: 'Standard deviation of the noise, estimated or given: the median of all planes',
    schema: { type: 'number' },
  },
  'Denoise-Noise-Unit': {
    description: 'Unit of the noise: `hounsfield`, or `grey` for the values of the file',
    schema: { type: 'string', enum: ['hounsfield', 'grey'] },
  },
  'Denoise-Planes': {
    description: 'Number of planes: frames times colour channels',
    schema: { type: 'integer' },
  },
  'Denoise-Model': { description: 'Name and version of the model', schema: { type: 'string' } },
};

export const noiseHeadersOf = (
  { noiseSds, unit }: Pick<DenoiseResult, 'noiseSds' | 'unit'>,
  modelVersion: string,
): Readonly<Record<string, string>> => ({
  'denoise-noise-sd': String(roundedMedian(noiseSds)),
  'denoise-noise-unit': unit,
  'denoise-planes': String(noiseSds.length),
  'denoise-model': modelVersion,
});

/** Median to four digits, which is beyond the precision of an estimate. */
export function roundedMedian(values: readonly number[]): number {
  return values.length === 0 ? 0 : Number(median(values).toPrecision(4));
}
