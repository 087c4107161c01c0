import { expect, it, vi } from 'vitest';
import { engineForGpu } from './engine-for-gpu.ts';

const noGpu = () => Promise.resolve('no NVIDIA GPU on this machine');

it('scores by onnx, with one line, where the build for GPUs has no GPU', async () => {
  const error = vi.fn();
  expect(await engineForGpu('tensorflow', { error }, noGpu)).toBe('onnx');
  expect(error).toHaveBeenCalledExactlyOnceWith(
    { engine: 'tensorflow', reason: 'no NVIDIA GPU on this machine' },
    'TensorFlow has no GPU: beats are scored on the CPU by onnx',
  );
});

it('keeps the engine otherwise, and asks about TensorFlow alone', async () => {
  const missing = vi.fn(() => Promise.resolve(undefined));
  expect(await engineForGpu('tensorflow', undefined, missing)).toBe('tensorflow');
  expect(missing).toHaveBeenCalledOnce();
  expect(await engineForGpu('webgpu', undefined, noGpu)).toBe('webgpu');
  expect(await engineForGpu('onnx', undefined, noGpu)).toBe('onnx');
});
