import { fineTuneDefaults } from '@beatwatch/retraining';
import { z } from 'zod';
import { baseSchema, jobDataBy, patientSchema, sinceMsSchema } from './job-fields.ts';

/** Kind of the small jobs that train the wearable model further on one patient each, in the queue. */
export const fineTuneKind = 'fine-tune';

const fineTuneDataSchema = z.strictObject({
  patient: patientSchema,
  /** What jobs have in common that were asked for together: a UUID. */
  batch: z.uuid(),
  /** Whether the patient is given the model where the rule says so; else that is left to people. */
  assign: z.boolean().default(false),
  /** Who asked for it, for the record of an assignment. */
  actor: z.string().min(1).max(200),
  /** How far back before the job's creation beats are taken, milliseconds. Default a week. */
  sinceMs: sinceMsSchema,
  /** Whose weights it begins with: `champion`, `shipped`, or the version of a registered model. */
  base: baseSchema,
  epochs: z.number().int().min(1).max(1000).default(fineTuneDefaults.epochs),
  batchSize: z.number().int().min(1).max(1024).default(fineTuneDefaults.batchSize),
  learningRate: z.number().positive().max(0.1).default(fineTuneDefaults.learningRate),
  beatsPerPatient: z.number().int().min(1).max(100_000).default(fineTuneDefaults.beatsPerPatient),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .default(fineTuneDefaults.seed),
});

/** What a fine-tuning is made of; plain JSON. */
export type FineTuneData = z.output<typeof fineTuneDataSchema>;
/** The same with everything optional that has a default. */
export type FineTuneRequest = z.input<typeof fineTuneDataSchema>;

/** @throws TrainerError (`invalid-job`) naming the field, what was found and what was expected */
export function fineTuneDataOf(request: unknown): FineTuneData {
  return jobDataBy(fineTuneDataSchema, request, 'a fine-tuning');
}

/** What of a job's data tells whose it is, also where a later version has made it. */
export const fineTuneOriginSchema = z.object({ patient: z.string(), batch: z.string() });

export const fineTuneResultSchema = z.object({
  version: z.string(),
  /** Of the model's files. */
  folder: z.string(),
  baseVersion: z.string(),
  trainBeats: z.number(),
  validationBeats: z.number(),
  selectionFingerprint: z.string(),
  /** Median reconstruction losses of beats that the training did not see; absent without any. */
  validation: z.object({ champion: z.number(), challenger: z.number() }).exactOptional(),
  verdict: z.object({ assign: z.boolean(), sentence: z.string(), reasons: z.array(z.string()) }),
  /** Whether the patient was given the model. */
  assigned: z.boolean(),
  durationMs: z.number(),
  peakMemoryBytes: z.number(),
});
export type FineTuneResult = z.output<typeof fineTuneResultSchema>;
