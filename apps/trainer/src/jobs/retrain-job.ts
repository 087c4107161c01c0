import { z } from 'zod';
import { baseSchema, jobDataBy, patientSchema, sinceMsSchema } from './job-fields.ts';

/** Kind of the jobs that train a part of the wearable model further, in the queue. */
export const retrainKind = 'retrain';

/** What is trained: the autoencoder on normal beats, or the trees that tell classes on beats of labelled alarms. */
export const retrainedParts = ['autoencoder', 'beats'] as const;

const retrainDataSchema = z.strictObject({
  /** `auto`: the classes of beats where alarms are labelled, which is worth more, else the autoencoder. */
  what: z.enum(['auto', ...retrainedParts]).default('auto'),
  /** How far back before the job's creation beats are taken, milliseconds. Default a week. */
  sinceMs: sinceMsSchema,
  /** Default: everybody. */
  patients: z.array(patientSchema).min(1).max(10_000).exactOptional(),
  /** Whose weights it begins with: `champion`, `shipped`, or the version of a registered model. */
  base: baseSchema,
  /** Why there is the job, where nobody asked for it by hand. */
  reason: z.string().min(1).max(200).exactOptional(),
  engine: z.enum(['onnx', 'tensorflow']).default('onnx'),
  epochs: z.number().int().min(1).max(1000).default(6),
  batchSize: z.number().int().min(1).max(1024).default(32),
  /** Highest learning rate of Adam: a third of that of a first training, so that what the base knows is not lost. */
  learningRate: z.number().positive().max(0.1).default(0.001),
  /** Beats of one patient at most. */
  beatsPerPatient: z.number().int().min(1).max(100_000).default(300),
  /** Decides which beats are drawn, and what of them each step of the training sees. */
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .default(42),
});

/** What a retraining is made of; plain JSON. */
export type RetrainData = z.output<typeof retrainDataSchema>;
/** The same with everything optional. */
export type RetrainRequest = z.input<typeof retrainDataSchema>;

/** @throws TrainerError (`invalid-job`) naming the field, what was found and what was expected */
export function retrainDataOf(request: unknown): RetrainData {
  return jobDataBy(retrainDataSchema, request, 'a retraining');
}

const epochSchema = z.object({
  epoch: z.number(),
  trainLoss: z.number(),
  validationLoss: z.number().exactOptional(),
});
/** Mean reconstruction losses after an epoch. */
export type EpochLosses = z.output<typeof epochSchema>;

export const retrainProgressSchema = z.object({
  phase: z.enum(['selecting', 'training', 'evaluating', 'registering']),
  /** What of the phase is being done. */
  doing: z.string().exactOptional(),
  /** Of the whole job, 0 to 1. */
  share: z.number(),
  remainingMs: z.number().exactOptional(),
  /** Of the training, once it is known. */
  epochs: z.number().exactOptional(),
  trainBeats: z.number().exactOptional(),
  /** One for each epoch that is done. */
  losses: z.array(epochSchema),
});
export type RetrainProgress = z.output<typeof retrainProgressSchema>;

const sideSchema = z.object({
  version: z.string(),
  /** Reconstruction loss of the validation beats. */
  medianLoss: z.number(),
  meanLoss: z.number(),
});

const verdictSchema = z.object({
  /** Whether the challenger should replace the champion, by the rule. */
  promote: z.boolean(),
  /** The same in a sentence, with the reason. */
  sentence: z.string(),
  reasons: z.array(z.string()),
  /** Reference sets that the models were not compared on, with the reason. */
  missing: z.array(z.string()),
});

const toldSchema = z.object({ beats: z.number(), calledVentricular: z.number() });
const labelsToldSchema = z.object({ falseAlarms: toldSchema, trueAlarms: toldSchema });

export const retrainResultSchema = z.object({
  version: z.string(),
  /** Results of before there was a choice have none. */
  what: z.enum(retrainedParts).default('autoencoder'),
  /** SHA-256 of the weights of what was trained, in hexadecimal. */
  fingerprint: z.string(),
  /** Of the model's files. */
  folder: z.string(),
  baseVersion: z.string(),
  patients: z.number(),
  /** Of all patients; of the trees also those of the reference sets. */
  trainBeats: z.number(),
  validationBeats: z.number(),
  selectionFingerprint: z.string(),
  /** Of an autoencoder. */
  bestEpoch: z.number().exactOptional(),
  losses: z.array(epochSchema),
  verdict: verdictSchema,
  /** Of an autoencoder; absent without validation beats. */
  validation: z.object({ champion: sideSchema, challenger: sideSchema }).exactOptional(),
  /** Of trees: beats of labelled alarms that the training did not see, by the base and by what became of it; absent without any. */
  labels: z.object({ before: labelsToldSchema, after: labelsToldSchema }).exactOptional(),
  reportFile: z.string(),
  durationMs: z.number(),
  peakMemoryBytes: z.number(),
});
export type RetrainResult = z.output<typeof retrainResultSchema>;
