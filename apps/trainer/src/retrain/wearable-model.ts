import { join } from 'node:path';
import { wearableModelDirectory } from '@beatwatch/adaptation';
import { modelVersion, type ModelVersion } from '@beatwatch/contracts';
import { loadModel, type Model } from '@beatwatch/model-core';
import type { Candidate } from '@beatwatch/retraining';
import { beatClassModelOf, beatsFolderOf, loadBeatsModel, type BeatsModel } from '@beatwatch/signal-models';

/** An autoencoder and the trees that tell classes by what it makes of beats: what comes into use together. */
export interface WearableModel {
  /** What it is registered, assigned and compared by. */
  readonly version: ModelVersion;
  readonly encoder: Model;
  readonly trees: BeatsModel;
  /** Whether the trees are others than the shipped ones. */
  readonly hasOwnTrees: boolean;
}

const shippedTrees = (): Promise<BeatsModel> => loadBeatsModel(wearableModelDirectory(undefined, 'beats'));

/** A model with the shipped trees is called as its autoencoder, one with others as both. */
export async function wearableModelOf(encoder: Model, trees: BeatsModel): Promise<WearableModel> {
  const { version } = encoder.manifest;
  const hasOwnTrees = trees.manifest.version !== (await shippedTrees()).manifest.version;
  return {
    version: hasOwnTrees ? modelVersion(`${version}_${trees.manifest.version}`) : version,
    encoder,
    trees,
    hasOwnTrees,
  };
}

/** @throws ModelCoreError where files are missing or broken */
export async function loadWearableModel(folder: string): Promise<WearableModel> {
  const beats = beatsFolderOf(folder);
  return wearableModelOf(
    await loadModel(folder),
    beats === undefined ? await shippedTrees() : await loadBeatsModel(beats),
  );
}

/** Of a model's own trees, in the model's folder. */
export const treesFolderIn = (folder: string): string => join(folder, 'beats');

export const candidateOf = ({ encoder, trees }: WearableModel): Candidate => ({
  model: encoder,
  beats: beatClassModelOf(trees),
});
