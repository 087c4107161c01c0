import { expect, it, vi } from 'vitest';
import { stockBuild } from './library-build.ts';
import { missingGpu } from './missing-gpu.ts';

const cuda = { build: stockBuild };

it('says what keeps the build for GPUs from a GPU', async () => {
  const examine = () =>
    Promise.resolve([
      { code: 'cudnn-missing', status: 'unusable', found: 'cuDNN is missing', remedy: 'set it up' },
      { code: 'out-of-memory', status: 'limited', found: 'little memory is free' },
      { code: 'no-gpu', status: 'unusable', found: 'no NVIDIA GPU' },
    ] as const);
  expect(await missingGpu({ installed: cuda, examine })).toBe('cuDNN is missing: set it up; no NVIDIA GPU');
});

it('says nothing of a GPU that computes, and asks nothing where the build is for CPUs', async () => {
  const works = () => Promise.resolve([{ code: 'works', status: 'works', found: 'it computes' }] as const);
  expect(await missingGpu({ installed: cuda, examine: works })).toBeUndefined();
  const examine = vi.fn(works);
  expect(await missingGpu({ installed: { build: { kind: 'cpu' } }, examine })).toBeUndefined();
  expect(await missingGpu({ installed: { build: undefined }, examine })).toBeUndefined();
  expect(examine).not.toHaveBeenCalled();
});
