import { expect, it } from 'vitest';
import { cudaFinding } from './gpu.ts';

it('notes what keeps TensorFlow from a GPU, which keeps start from nothing', () => {
  const finding = cudaFinding({
    code: 'cudnn-missing',
    status: 'unusable',
    found: 'cuDNN is missing',
    remedy: 'npm run setup:tensorflow -- --gpu',
  });
  expect(finding).toEqual({
    subject: 'NVIDIA GPU',
    status: 'note',
    code: 'cudnn-missing',
    found: 'cuDNN is missing',
    remedy: 'npm run setup:tensorflow -- --gpu',
  });
});

it('reports a GPU that computes as good', () => {
  expect(cudaFinding({ code: 'works', status: 'works', found: 'TensorFlow computes on a GPU' })).toEqual({
    subject: 'NVIDIA GPU',
    status: 'good',
    code: 'works',
    found: 'TensorFlow computes on a GPU',
  });
});
