import { expect, it } from 'vitest';
import { initialParameters, lstmAutoencoder } from '../autoencoders/lstm-autoencoder.ts';
import { weightsForTensorflow, weightsFromTensorflow } from './lstm-weights.ts';

const architecture = lstmAutoencoder({ embedding: 2, hidden: 3, sampleCount: 4 });

it('turns weights for TensorFlow and back without a change', () => {
  const parameters = initialParameters(architecture, 3);
  const turned = weightsForTensorflow(architecture, parameters);
  expect(turned.get('encoder.1.inputWeights')?.shape).toEqual([3, 8]);
  expect(weightsFromTensorflow(architecture, turned)).toEqual(parameters);
});

it('puts the gates in the order input, cell, forget, output', () => {
  const parameters = initialParameters(architecture, 3);
  // In the model's files: input, output, forget, cell, two units each.
  parameters.get('encoder.1.bias')?.values.set([1, 2, 3, 4, 5, 6, 7, 8]);
  const turned = weightsForTensorflow(architecture, parameters);
  expect([...(turned.get('encoder.1.bias')?.values ?? [])]).toEqual([1, 2, 7, 8, 5, 6, 3, 4]);
});

it('names the weight that is missing', () => {
  const parameters = new Map(initialParameters(architecture, 3));
  parameters.delete('decoder.0.bias');
  expect(() => weightsForTensorflow(architecture, parameters)).toThrow('parameter decoder.0.bias is missing');
});
