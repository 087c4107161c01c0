import { describe, expect, it } from 'vitest';
import { denseParameterShapes, initialDenseParameters } from './dense-autoencoder.ts';
import {
  contractiveAutoencoder,
  denoisingAutoencoder,
  sparseKlAutoencoder,
  sparseL1Autoencoder,
  undercompleteAutoencoder,
  vanillaAutoencoder,
  variationalAutoencoder,
  type DenseAutoencoder,
} from './dense-family.ts';

/** Layer sizes from the example to its reconstruction. */
const widths = ({ architecture: { sampleCount, encoder, decoder } }: DenseAutoencoder) =>
  [sampleCount, ...encoder, ...decoder, sampleCount].join('-');

describe('the family of dense autoencoders', () => {
  it.each([
    ['vanilla', vanillaAutoencoder(), '784-512-128-3-128-512-784'],
    ['vanilla with latent 5', vanillaAutoencoder({ latent: 5 }), '784-512-128-5-128-512-784'],
    ['undercomplete', undercompleteAutoencoder(), '784-32-784'],
    ['sparse by L1', sparseL1Autoencoder(), '784-512-128-512-784'],
    ['sparse by KL', sparseKlAutoencoder(), '784-512-128-512-784'],
    ['contractive', contractiveAutoencoder(), '784-512-128-3-128-512-784'],
    ['denoising', denoisingAutoencoder(), '784-256-128-64-128-256-784'],
    ['variational', variationalAutoencoder(), '784-512-128-3-128-512-784'],
  ])('has the layer sizes of the study: %s', (_, member, expected) => {
    expect(widths(member)).toBe(expected);
  });

  it('supports beats as well as images', () => {
    const member = vanillaAutoencoder({ sampleCount: 140, latent: 8, outputActivation: 'linear' });
    expect(widths(member)).toBe('140-512-128-8-128-512-140');
    expect(member.architecture.outputActivation).toBe('linear');
  });

  it('has weights for mean and log variance of a variational code', () => {
    const shapes = denseParameterShapes(variationalAutoencoder({ latent: 4 }).architecture);
    expect(shapes.get('encoder.2.weights')).toEqual([128, 4]);
    expect(shapes.get('encoder.logVariance.weights')).toEqual([128, 4]);
    expect(shapes.get('decoder.0.weights')).toEqual([4, 128]);
  });

  it('has the same initial weights for the same seed, and different ones for another', () => {
    const { architecture } = vanillaAutoencoder({ sampleCount: 9, hidden: [4], latent: 2 });
    expect(initialDenseParameters(architecture, 1)).toEqual(initialDenseParameters(architecture, 1));
    expect(initialDenseParameters(architecture, 1)).not.toEqual(initialDenseParameters(architecture, 2));
  });

  it('has initial weights that keep the variance from layer to layer', () => {
    const { architecture } = vanillaAutoencoder();
    const weights = initialDenseParameters(architecture, 1).get('encoder.0.weights')!.values;
    const variance = weights.reduce((sum, value) => sum + value ** 2, 0) / weights.length;
    expect(variance).toBeCloseTo(2 / 784, 4);
  });

  it.each([
    ['latent', () => vanillaAutoencoder({ latent: 0 }), 'encoder[2]: found 0'],
    ['sampleCount', () => vanillaAutoencoder({ sampleCount: 1.5 }), 'sampleCount: found 1.5'],
    ['hidden', () => vanillaAutoencoder({ hidden: [-1] }), 'encoder[0]: found -1'],
  ])('rejects an invalid %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
