import { expect, it } from 'vitest';
import { cudaRequirements, versionOf } from './wheel-metadata.ts';

const metadata = [
  'Metadata-Version: 2.1',
  'Name: tensorflow',
  'Version: 2.20.0',
  'Requires-Dist: numpy>=1.26.0',
  "Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == 'and-cuda'",
  'Requires-Dist: nvidia-cudnn-cu12 (<10.0,>=9.3.0.75) ; extra == "and-cuda"',
  'Requires-Dist: tensorboard~=2.20.0; python_version < "3.13"',
].join('\n');

it('reads the version of the package, not of the metadata', () => {
  expect(versionOf(metadata)).toBe('2.20.0');
});

it('returns the CUDA libraries only', () => {
  expect(cudaRequirements(metadata)).toEqual([
    'nvidia-cublas-cu12<13.0,>=12.5.3.2',
    'nvidia-cudnn-cu12<10.0,>=9.3.0.75',
  ]);
});
