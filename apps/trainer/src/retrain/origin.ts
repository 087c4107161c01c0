import { readSelection, selectBeats, selectionDefaults } from '@beatwatch/retraining';
import type { StoredSelection } from '@beatwatch/timescale';
import { baseModel } from './base-model.ts';
import { jobFolder } from './job-folder.ts';
import { trainingFrom, type RetrainContext, type RetrainJob } from './retrain-context.ts';
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

async function select(
  { createdAtMs, data }: RetrainJob,
  preprocessing: string,
  { repositories, report }: RetrainContext,
): Promise<StoredSelection> {
  const { what, sinceMs, patients, beatsPerPatient, seed } = data;
  const selection = await selectBeats(repositories, {
    settings: {
      ...selectionDefaults,
      fromUs: Math.round((createdAtMs - sinceMs) * 1000),
      toUs: Math.round(createdAtMs * 1000),
      preprocessing,
      beatsPerPatient,
      alarmsWithContext: what === 'autoencoder' ? 0 : alarmsWithContext,
      seed,
      ...(patients && { patients }),
    },
    onProgress: ({ patient, patients: of }) => {
      report({ phase: 'selecting', share: (trainingFrom * (patient - 1)) / of, losses: [] });
    },
  });
  await repositories.selections.save(selection);
  return selection;
}
