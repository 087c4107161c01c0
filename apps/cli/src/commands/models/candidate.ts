import { wearableModelDirectory } from '@beatwatch/adaptation';
import { rWindow88Microvolts } from '@beatwatch/contracts';
import { loadModel } from '@beatwatch/model-core';
import type { Candidate } from '@beatwatch/retraining';
import { beatClassModelOf, beatsFolderOf, loadBeatsModel } from '@beatwatch/signal-models';

/** Reads a model with the trees that tell classes: its own, else the shipped ones. */
export async function readCandidate(folder: string): Promise<Candidate> {
  const model = await loadModel(folder);
  if (model.manifest.preprocessing !== rWindow88Microvolts) return { model };
  const trees = beatsFolderOf(folder) ?? wearableModelDirectory(undefined, 'beats');
  return { model, beats: beatClassModelOf(await loadBeatsModel(trees)) };
}
