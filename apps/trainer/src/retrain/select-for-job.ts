import { selectBeats, selectionDefaults } from '@beatwatch/retraining';
import type { StoredSelection } from '@beatwatch/timescale';
import type { RetrainContext, RetrainJob } from './retrain-context.ts';

type SelectBeats = Parameters<typeof selectBeats>[1];

interface JobSelectionOptions
  extends
    Pick<RetrainJob, 'createdAtMs'>,
    Pick<RetrainJob['data'], 'sinceMs'>,
    Pick<SelectBeats, 'onProgress'> {
  readonly settings: Pick<SelectBeats['settings'], 'preprocessing' | 'beatsPerPatient' | 'seed'> &
    Partial<SelectBeats['settings']>;
}

/** Selects beats of the time up to a job's creation, and keeps which. */
export async function selectForJob(
  { repositories }: Pick<RetrainContext, 'repositories'>,
  { createdAtMs, sinceMs, settings, ...options }: JobSelectionOptions,
): Promise<StoredSelection> {
  const selection = await selectBeats(repositories, {
    ...options,
    settings: {
      ...selectionDefaults,
      fromUs: Math.round((createdAtMs - sinceMs) * 1000),
      toUs: Math.round(createdAtMs * 1000),
      ...settings,
    },
  });
  await repositories.selections.save(selection);
  return selection;
}
