import { expect, it } from 'vitest';
import { fasterEngine, type DenoiserTrial } from './engine-trials.ts';

const trial = (engine: DenoiserTrial['engine'], ms: number): DenoiserTrial => ({
  engine,
  outcome: 'agrees',
  ms,
});

it('takes the GPU only where it agrees and is a fifth faster', () => {
  expect(fasterEngine([trial('onnx', 119), trial('webgpu', 100)])).toBe('onnx');
  expect(fasterEngine([trial('onnx', 121), trial('webgpu', 100)])).toBe('webgpu');
  expect(fasterEngine([trial('onnx', 121), { ...trial('webgpu', 1), outcome: 'differs' }])).toBe('onnx');
  expect(fasterEngine([trial('onnx', 9), { engine: 'webgpu', outcome: 'unavailable' }])).toBe('onnx');
});
