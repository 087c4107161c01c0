import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SignalModels } from '@beatwatch/ecg';
import type { RhythmModels } from '@beatwatch/rhythm';
import {
  learnedRecords,
  loadAtrialFibrillationModel,
  loadSignalModels,
  loadVentricularRhythmModel,
  shippedModelFolder,
  signalModelFolds,
} from '@beatwatch/signal-models';
import { hasLearned, isUnseenBy, type Unseen } from './seen-by.ts';

/** The models beside the patient's own, for one record. */
export interface ChosenSignalModels {
  readonly signalModels: SignalModels;
  readonly rhythmModels: RhythmModels;
  /** Names of the models that learned from the record, because no fold's model is without it. */
  readonly seenBy: readonly string[];
}

/** Folders of the models of this package, by what loads them. */
const names = ['quality', 'fibrillation', 'atrial-fibrillation', 'ventricular-rhythm'] as const;
type ModelName = (typeof names)[number];

interface ModelFolder {
  readonly folder: string;
  readonly records: Readonly<Record<string, readonly string[]>>;
}

interface KnownModel {
  readonly name: ModelName;
  readonly shipped: ModelFolder;
  readonly folds: readonly ModelFolder[];
}

/** Chooses signal and rhythm models that did not learn from the record that they judge, where such are shipped. */
export class SignalModelChoice {
  readonly #models: readonly KnownModel[];
  readonly #unseen: Unseen;
  readonly #loaded = new Map<string, Promise<Pick<ChosenSignalModels, 'signalModels' | 'rhythmModels'>>>();

  private constructor(models: readonly KnownModel[], unseen: Unseen) {
    this.#models = models;
    this.#unseen = unseen;
  }

  static async open(unseen: Unseen): Promise<SignalModelChoice> {
    const shipped = names.filter((name) => existsSync(join(shippedModelFolder(name), 'model.json')));
    const models = await Promise.all(
      shipped.map(async (name) => ({
        name,
        shipped: await modelFolder(shippedModelFolder(name)),
        folds: await Promise.all(signalModelFolds(name).map(modelFolder)),
      })),
    );
    return new SignalModelChoice(models, unseen);
  }

  async for(recordName: string): Promise<ChosenSignalModels> {
    const folders: Partial<Record<ModelName, string>> = {};
    const seenBy: ModelName[] = [];
    for (const { name, shipped, folds } of this.#models) {
      folders[name] = shipped.folder;
      if (!hasLearned(shipped.records, recordName)) continue;
      // Where no model is without the data set, one without the patient is the most that can be had.
      const fold = [this.#unseen, 'patient' as const]
        .map((unseen) =>
          folds.find(({ records }) => isUnseenBy(records, { recordName, shipped: shipped.records, unseen })),
        )
        .find((found) => found !== undefined);
      if (fold === undefined) seenBy.push(name);
      else folders[name] = fold.folder;
    }
    return { ...(await this.#load(folders)), seenBy };
  }

  #load(folders: Partial<Record<ModelName, string>>) {
    const key = JSON.stringify(folders);
    const known = this.#loaded.get(key);
    if (known !== undefined) return known;
    const loading = load(folders);
    this.#loaded.set(key, loading);
    return loading;
  }
}

const modelFolder = async (folder: string): Promise<ModelFolder> => ({
  folder,
  records: await learnedRecords(folder),
});

/** A rhythm model that is not there, since its trainer has yet to make it, tells nothing. */
async function load(
  folders: Partial<Record<ModelName, string>>,
): Promise<Pick<ChosenSignalModels, 'signalModels' | 'rhythmModels'>> {
  const { 'atrial-fibrillation': atrialFolder, 'ventricular-rhythm': ventricularFolder } = folders;
  const [{ models }, atrial, ventricular] = await Promise.all([
    loadSignalModels({ quality: folders.quality, fibrillation: folders.fibrillation }),
    atrialFolder === undefined ? undefined : loadAtrialFibrillationModel(atrialFolder),
    ventricularFolder === undefined ? undefined : loadVentricularRhythmModel(ventricularFolder),
  ]);
  return {
    signalModels: models,
    rhythmModels: {
      ...(atrial && { atrialFibrillation: atrial.model }),
      ...(ventricular && { ventricular: ventricular.model }),
    },
  };
}
