import { z } from 'zod';
import {
  checkedDenseAutoencoder,
  type DenseAutoencoderArchitecture,
} from '../autoencoders/dense-autoencoder.ts';

const wholeNumber = z.number().int().positive();

const lstm = z.strictObject({
  kind: z.literal('lstm-autoencoder'),
  sampleCount: wholeNumber.min(2),
  embedding: wholeNumber,
  hidden: wholeNumber,
});

const dense = z
  .strictObject({
    kind: z.literal('dense-autoencoder'),
    sampleCount: wholeNumber,
    encoder: z.array(wholeNumber).min(1),
    decoder: z.array(wholeNumber),
    hiddenActivation: z.enum(['relu', 'sigmoid']),
    codeActivation: z.enum(['linear', 'relu', 'sigmoid']),
    outputActivation: z.enum(['linear', 'sigmoid']),
    variational: z.boolean(),
  })
  .superRefine((architecture: DenseAutoencoderArchitecture, context) => {
    try {
      checkedDenseAutoencoder(architecture);
    } catch (error) {
      context.addIssue(error instanceof Error ? error.message : String(error));
    }
  });

/** Schema of the architecture in `model.json`. */
export const architectureSchema = z.discriminatedUnion('kind', [lstm, dense]);
