import { rr140Zscore, rWindow88Microvolts } from '@beatwatch/contracts';
import type { LivePreprocessing } from '@beatwatch/ecg';
import type { SyntheticLead } from '@beatwatch/simulator';
import type { ModelName } from './model-names.ts';
import { readStack } from './stack-file.ts';

interface ModelChoice {
  /** How ingest cuts and normalises beats: what the model was trained on. */
  readonly preprocessing: LivePreprocessing;
  /** The lead of synthesised patients: ECG5000's model knows no other than a right chest lead. */
  readonly lead: SyntheticLead;
}

export const modelChoices: Readonly<Record<ModelName, ModelChoice>> = {
  wearable: { preprocessing: rWindow88Microvolts, lead: 'II' },
  ecg5000: { preprocessing: rr140Zscore, lead: 'V2' },
};

/** Choice of the stack that runs on the data folder; default `wearable`, where the parts run elsewhere. */
export async function choiceOf(dataDir: string): Promise<ModelChoice> {
  return modelChoices[(await readStack(dataDir))?.model ?? 'wearable'];
}
