import type { EngineTrial } from '@beatwatch/model-core';
import { expect, it } from 'vitest';
import { scoring } from './engines.ts';

const onnx: EngineTrial = { engine: 'onnx', outcome: 'agrees', largestError: 2e-6, beatsPerSecond: 5000 };
const faster: EngineTrial = { ...onnx, engine: 'tensorflow', beatsPerSecond: 9000 };
const missing: EngineTrial = {
  engine: 'tensorflow',
  outcome: 'unavailable',
  reason: 'libtensorflow is not set up',
  remedy: 'npm run setup:tensorflow',
};

it('says which engine scores, and what each that works here does', () => {
  expect(scoring('onnx', [onnx, faster])).toMatchObject({
    status: 'good',
    found: expect.stringMatching(
      /^onnx .* as SCORER_ENGINE says.*onnx: 5000 beats\/s, largest error 2e-6; tensorflow: 9000/,
    ) as string,
  });
  expect(scoring('auto', [onnx, faster]).found).toMatch(/^tensorflow .* the fastest that agrees/);
  expect(scoring('auto', [onnx, missing]).found).toMatch(/^onnx .*2e-6$/);
});

it('says what to do about an engine that is asked for by name and cannot run', () => {
  expect(scoring('tensorflow', [onnx, missing])).toMatchObject({
    status: 'bad',
    found: 'tensorflow cannot score: tensorflow: not in use, libtensorflow is not set up',
    remedy: 'npm run setup:tensorflow',
  });
  const wrong: EngineTrial = { engine: 'tensorflow', outcome: 'differs', largestError: 0.02 };
  expect(scoring('tensorflow', [onnx, wrong])).toMatchObject({
    status: 'bad',
    found: 'tensorflow cannot score: tensorflow: left out, largest error 2e-2',
  });
});
