import { rWindow88Microvolts } from '@beatwatch/contracts';
import type { ModelManifest } from '@beatwatch/model-core';
import { z } from 'zod';
import { WearableError } from './errors.ts';
import { featureNames } from './features.ts';

const fusion = z.strictObject({
  offset: z.number(),
  weights: z.partialRecord(z.enum(featureNames), z.number()),
});

const profileSchema = z.strictObject({
  /** Whether a beat is the patient's own. */
  anomaly: fusion,
  /** The same, fitted with other features: evaluations show with them what each part adds. */
  comparisons: z.record(z.string(), fusion).exactOptional(),
  /** Whether it is of ventricular shape. */
  ventricular: fusion,
  /** Log odds above which a beat is of ventricular shape. */
  ventricularFrom: z.number(),
  threshold: z.strictObject({
    /** Least threshold that is learned, of the anomaly score. */
    lowest: z.number().positive(),
    /** Highest threshold that is learned, of the anomaly score. */
    highest: z.number().positive(),
    /** Distance of a patient's threshold from the median of their log odds, robust standard deviations. */
    deviations: z.number().positive(),
  }),
});

/** What all patients share beside the autoencoder, fitted to labelled beats of other patients. */
export type WearableProfile = z.infer<typeof profileSchema>;

/**
 * The wearable part of a model's manifest.
 * @throws WearableError where the model is not a wearable model, or a field of its profile is invalid
 */
export function wearableProfile({ preprocessing, adaptation, version }: ModelManifest): WearableProfile {
  if (preprocessing !== rWindow88Microvolts) {
    throw new WearableError(
      {
        field: `preprocessing of ${version}`,
        found: preprocessing,
        expected: `${rWindow88Microvolts} of a wearable model`,
      },
      { code: 'not-a-wearable-model' },
    );
  }
  const parsed = profileSchema.safeParse(adaptation);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = ['adaptation', ...(issue?.path ?? [])].map(String).join('.');
  throw new WearableError(`${version}: ${field}: ${issue?.message ?? 'invalid'}`, {
    code: 'not-a-wearable-model',
    context: { field },
    cause: parsed.error,
  });
}
