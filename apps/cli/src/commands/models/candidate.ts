import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import { rWindow88Microvolts } from '@beatwatch/contracts';
import { loadModel } from '@beatwatch/model-core';
import type { Candidate } from '@beatwatch/retraining';
import { beatClassModelOf, loadBeatsModel } from '@beatwatch/signal-models';

/** Reads a model with the trees that tell classes: those in `beats` beside it, else the shipped ones. */
export async function readCandidate(folder: string): Promise<Candidate> {
  const model = await loadModel(folder);
  if (model.manifest.preprocessing !== rWindow88Microvolts) return { model };
  const beside = join(folder, '..', 'beats');
  const trees = existsSync(join(beside, 'model.json')) ? beside : wearableModelDirectory(undefined, 'beats');
  return { model, beats: beatClassModelOf(await loadBeatsModel(trees)) };
}
