import { readSelection } from '@beatwatch/retraining';
import type { StoredSelection } from '@beatwatch/timescale';
import { baseModel } from './base-model.ts';
import { jobFolder } from './job-folder.ts';
import { trainingFrom, type RetrainContext, type RetrainJob } from './retrain-context.ts';
import { selectForJob } from './select-for-job.ts';
import type { WearableModel } from './wearable-model.ts';

interface Origin {
  readonly base: WearableModel;
  readonly selection: StoredSelection;
}

/** Newest labelled alarms of a patient that classes are learned from. */
const alarmsWithContext = 20;

/** What the first attempt began with and selected; chosen now where this is the first. */
export async function originOf(job: RetrainJob, context: RetrainContext): Promise<Origin> {
  const { repositories, dataDir } = context;
  const folder = jobFolder(dataDir, job.id);
  const known = await folder.loadOrigin();
  const base = await baseModel(known?.baseVersion ?? job.data.base, repositories, dataDir);
  if (known !== undefined) return { base, selection: await readSelection(repositories, known.selection) };
  const selection = await select(job, base.encoder.manifest.preprocessing, context);
  await folder.saveOrigin({ baseVersion: base.version, selection: selection.fingerprint });
  return { base, selection };
}

function select(
  { createdAtMs, data }: RetrainJob,
  preprocessing: string,
  context: RetrainContext,
): Promise<StoredSelection> {
  const { what, sinceMs, patients, beatsPerPatient, seed } = data;
  return selectForJob(context, {
    createdAtMs,
    sinceMs,
    settings: {
      preprocessing,
      beatsPerPatient,
      alarmsWithContext: what === 'autoencoder' ? 0 : alarmsWithContext,
      seed,
      ...(patients && { patients }),
    },
    onProgress: ({ patient, patients: of }) => {
      context.report({ phase: 'selecting', share: (trainingFrom * (patient - 1)) / of, losses: [] });
    },
  });
}
