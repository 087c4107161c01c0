import { join } from 'node:path';
import { replaceCheckpointFile } from '@beatwatch/model-core';
import { readReferenceSets, wardDrift, type ReferenceSets } from '@beatwatch/retraining';
import type { StoredSelection } from '@beatwatch/timescale';
import type { RetrainResult } from '../jobs/retrain-job.ts';
import { baseModel } from './base-model.ts';
import { evaluate } from './evaluate.ts';
import { originOf } from './origin.ts';
import { registerModel } from './register-model.ts';
import { retrainReport } from './report.ts';
import { trainingTo, type RetrainContext, type RetrainJob } from './retrain-context.ts';
import { trainAutoencoder } from './train-autoencoder.ts';
import { hasLabelledBeats, trainBeats } from './train-beats.ts';
import type { TrainedPart } from './trained-part.ts';
import type { WearableModel } from './wearable-model.ts';

/**
 * Trains a part of the base model further on what the ward has seen, and registers the result as the challenger. A later
 * attempt at the same job ends with the same weights, to the bit.
 * @throws TrainerError, RetrainingError, ModelCoreError, TimescaleError
 */
export async function retrain(job: RetrainJob, context: RetrainContext): Promise<RetrainResult> {
  const { repositories, dataDir, report, nowMs } = context;
  const startedMs = nowMs();
  report({ phase: 'selecting', share: 0, losses: [] });
  const { base, selection } = await originOf(job, context);
  const referenceSets = referenceReader(base, context);
  const { model, validate, ...trained } = await train(job, { base, selection, referenceSets, context });
  const champion = await baseModel('champion', repositories, dataDir);
  const comparison = await whileAlive(context, async () =>
    evaluate({
      champion,
      challenger: model,
      selection,
      reference: await referenceSets(),
      rule: context.rule,
      onProgress: ({ text, share }) => {
        report({
          phase: 'evaluating',
          doing: text,
          share: trainingTo + (1 - trainingTo) * share,
          losses: trained.losses,
        });
      },
    }),
  );
  const validation = await validate?.(champion);
  report({ phase: 'registering', share: 1, losses: trained.losses });
  const baseVersion = base.version;
  const registered = await registerModel(model, repositories, { dataDir, baseVersion, jobId: job.id });
  const result = {
    version: model.version,
    ...registered,
    baseVersion,
    ...trained,
    selectionFingerprint: selection.fingerprint,
    verdict: {
      promote: comparison.verdict.promote,
      sentence: comparison.verdict.sentence,
      reasons: [...comparison.verdict.reasons],
      missing: [...comparison.missing],
    },
    ...(validation && { validation }),
    durationMs: nowMs() - startedMs,
    peakMemoryBytes: context.peakMemoryBytes(),
  };
  const drifts = await whileAlive(context, () =>
    wardDrift(repositories, { nowUs: Math.round(job.createdAtMs * 1000) }),
  );
  const { libraries } = model.encoder.manifest;
  const html = retrainReport({ job, comparison, selection, drifts, result, libraries });
  return { ...result, reportFile: await writeReport(dataDir, job.id, html) };
}

interface TrainParts {
  readonly base: WearableModel;
  readonly selection: StoredSelection;
  readonly referenceSets: () => Promise<ReferenceSets>;
  readonly context: RetrainContext;
}

async function train(job: RetrainJob, { referenceSets, ...parts }: TrainParts): Promise<TrainedPart> {
  const { what } = job.data;
  const isOfBeats = what === 'beats' || (what === 'auto' && hasLabelledBeats(parts.selection));
  if (!isOfBeats) return trainAutoencoder(job, parts);
  return whileAlive(parts.context, async () =>
    trainBeats(job, { ...parts, reference: await referenceSets() }),
  );
}

/** Reads the reference sets when they are wanted first. */
function referenceReader(
  { encoder }: WearableModel,
  { referenceDir }: RetrainContext,
): () => Promise<ReferenceSets> {
  let reading: Promise<ReferenceSets> | undefined;
  return () => (reading ??= readReferenceSets(encoder.manifest.preprocessing, referenceDir));
}

/** Reading reference sets has no steps to count: its turns of the event loop say that it goes on. */
async function whileAlive<Result>({ onStep }: RetrainContext, work: () => Promise<Result>): Promise<Result> {
  const timer = setInterval(onStep, 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Replaced as a whole. @returns its path */
async function writeReport(dataDir: string, jobId: string, html: string): Promise<string> {
  const file = join(dataDir, 'reports', `retrain-${jobId}.html`);
  await replaceCheckpointFile(file, new TextEncoder().encode(html));
  return file;
}
