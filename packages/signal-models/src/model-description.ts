import { fingerprintSchema, versionSchema } from '@beatwatch/model-core/files';
import { z } from 'zod';

const formatName = 'beatwatch-signal-model';
const formatVersion = 1;

export const wholeNumber = z.number().int().positive();

/** Fields common to all signal model descriptions. */
export const commonFields = {
  format: z.literal(formatName),
  formatVersion: z.literal(formatVersion),
  weightsSha256: fingerprintSchema,
  version: versionSchema,
};

/** Training fields common to all signal model descriptions. */
export const trainingFields = {
  /** SHA-256 of the examples: features, targets and weights, in order. */
  dataFingerprint: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  /** Names of the records, by data set. */
  records: z.record(z.string(), z.array(z.string()).min(1)),
  seed: z.number().int(),
};

/** Cross-validated figures by kind of recording, such as `mitdb` or `em 0 dB`. */
export const metricsSchema = z.record(z.string(), z.record(z.string(), z.number()));

/** Schema of exactly these names in this order. */
export const exactNames = (names: readonly string[]) =>
  z.array(z.string()).refine((found) => found.join() === names.join(), names.join(', '));

/** First two fields of a description. */
export const formatFields = () => ({ format: formatName, formatVersion }) as const;
