import { median } from '@beatwatch/statistics';
import type { OperationResponse } from '../openapi/operation.ts';
import type { DenoiseResult } from './denoising.ts';

/** What an answer says of the noise, for the OpenAPI document. */
export const noiseHeaders: NonNullable<OperationResponse['headers']> = {
  'Denoise-Noise-Sd': {
    description: 'Standard deviation of the noise that was found or given, the median of all planes',
    schema: { type: 'number' },
  },
  'Denoise-Noise-Unit': {
    description: 'Its unit: `hounsfield`, or `grey` for values as the file has them',
    schema: { type: 'string', enum: ['hounsfield', 'grey'] },
  },
  'Denoise-Planes': {
    description: 'Planes that were denoised: frames times colour channels',
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

/** To four digits, which is more than an estimate is worth. */
export function roundedMedian(values: readonly number[]): number {
  return values.length === 0 ? 0 : Number(median(values).toPrecision(4));
}
