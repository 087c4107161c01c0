import { featureCount } from '@beatwatch/ecg';
import { createSeededRandom } from '@beatwatch/statistics';
import { expect, it } from 'vitest';
import { notUsable } from './labelled-signal.ts';
import { addGradient, networkWeights, type NetworkWeights } from './network-gradient.ts';

const parts = ['hidden', 'hiddenBias', 'output', 'outputBias'] as const;

function randomWeights(units: number): NetworkWeights {
  const random = createSeededRandom(units);
  const weights = networkWeights(units);
  for (const part of parts) weights[part].forEach((_, at) => (weights[part][at] = 0.4 * random.normal()));
  return weights;
}

it.each([0, 1, 3, notUsable])('matches numerical derivatives of the loss for target %i', (target) => {
  const random = createSeededRandom(9);
  const weights = randomWeights(3);
  const example = {
    deviations: Float64Array.from({ length: featureCount }, () => random.normal()),
    target,
    weight: 2.5,
  };
  const loss = (): number => addGradient(weights, example, networkWeights(3));
  const gradient = networkWeights(3);
  addGradient(weights, example, gradient);
  const step = 1e-5;
  for (const part of parts) {
    for (let at = 0; at < weights[part].length; at += 7) {
      const value = weights[part][at]!;
      weights[part][at] = value + step;
      const above = loss();
      weights[part][at] = value - step;
      const below = loss();
      weights[part][at] = value;
      expect(gradient[part][at], `${part} ${at}`).toBeCloseTo((above - below) / (2 * step), 5);
    }
  }
});

it('accumulates', () => {
  const weights = randomWeights(2);
  const example = { deviations: new Float64Array(featureCount).fill(0.5), target: 1, weight: 1 };
  const [once, twice] = [networkWeights(2), networkWeights(2)];
  addGradient(weights, example, once);
  addGradient(weights, example, twice);
  addGradient(weights, example, twice);
  expect(twice.hidden[5]).toBeCloseTo(2 * once.hidden[5]!, 12);
});
