import { expect, it } from 'vitest';
import { initialParameters, lstmAutoencoder } from '../autoencoders/lstm-autoencoder.ts';
import { weightsForTensorflow, weightsFromTensorflow } from './lstm-weights.ts';

const architecture = lstmAutoencoder({ embedding: 2, hidden: 3, sampleCount: 4 });

it('converts weights to TensorFlow and back without change', () => {
  const parameters = initialParameters(architecture, 3);
  const converted = weightsForTensorflow(architecture, parameters);
  expect(converted.get('encoder.1.inputWeights')?.shape).toEqual([3, 8]);
  expect(weightsFromTensorflow(architecture, converted)).toEqual(parameters);
});

it('orders the gates as input, cell, forget, output', () => {
  const parameters = initialParameters(architecture, 3);
  // Order of the model file: input, output, forget, cell, with two units each.
  parameters.get('encoder.1.bias')?.values.set([1, 2, 3, 4, 5, 6, 7, 8]);
  const converted = weightsForTensorflow(architecture, parameters);
  expect([...(converted.get('encoder.1.bias')?.values ?? [])]).toEqual([1, 2, 7, 8, 5, 6, 3, 4]);
});

it('names a missing weight', () => {
  const parameters = new Map(initialParameters(architecture, 3));
  parameters.delete('decoder.0.bias');
  expect(() => weightsForTensorflow(architecture, parameters)).toThrow('parameter decoder.0.bias is missing');
});
