import { basename } from 'node:path';
import { wearableInput, wearableModelDirectory } from '@beatwatch/adaptation';
import { createScoringEngine, loadModel, type Model } from '@beatwatch/model-core';
import { beatClassModelOf, loadBeatsModel } from '@beatwatch/signal-models';
import { judgeSet, type Candidate, type JudgedSequence } from '../comparison/judge-set.ts';
import { pairedFigures, type PairedFigures } from '../comparison/paired-bootstrap.ts';
import type { ReferenceSequence, ReferenceSet } from '../comparison/reference-set.ts';
import { annotatedRecords, recordingSet } from '../reference-sets/recordings.ts';
import type { FineTuneSettings } from './fine-tune-settings.ts';
import { trainFurther } from './train-further.ts';

export interface FineTuningStudyOptions extends FineTuneSettings {
  /** Folder of the data sets. */
  readonly dataFolder: string;
  readonly dataSet: 'mitdb' | 'svdb';
  /** Records at most, the first of the list. */
  readonly records: number;
  /** Folds of the shipped models: a record is judged by a model that has not seen its patient. */
  readonly folds: number;
  readonly nowMs: () => number;
  readonly onProgress?: (progress: { readonly record: string; readonly share: number }) => void;
}

export interface FineTuningStudy {
  /** `champion`: the model as it was; `challenger`: trained further on the patient. */
  readonly figures: PairedFigures;
  readonly patients: number;
  /** Normal beats that were trained on, of all patients. */
  readonly trainBeats: number;
  /** Seconds of all trainings. */
  readonly trainingSeconds: number;
}

const validationShare = 0.2;
/** A patient with fewer normal beats in the first half is left out. */
const fewestBeats = 50;

/**
 * What training further on each patient is worth, on annotated recordings: the normal beats of a recording's first half are
 * trained on, the second half is judged by both models, each with the adaptation that it has on the live path.
 */
export async function studyFineTuning(options: FineTuningStudyOptions): Promise<FineTuningStudy> {
  const { dataFolder, dataSet, records, nowMs, onProgress } = options;
  const models = await foldModels(options.folds);
  const before: JudgedSequence[] = [];
  const after: JudgedSequence[] = [];
  let trainBeats = 0;
  let trainingMs = 0;
  const all = annotatedRecords(dataSet).slice(0, records);
  for (const [index, record] of all.entries()) {
    onProgress?.({ record: record.name, share: index / all.length });
    const set = await recordingSet(record.name, [record], dataFolder);
    const base = models.find(
      ({ model }) => !(model.manifest.training?.records ?? []).some((one) => basename(one) === record.name),
    );
    if (set === undefined || base === undefined) continue;
    for (const sequence of set.sequences) {
      const { learned, judged } = halvesOf(sequence);
      const beats = evenly(learned, options.beatsPerPatient);
      if (beats.length < fewestBeats) continue;
      const trained = Math.round((1 - validationShare) * beats.length);
      const startedMs = nowMs();
      const { epochs, batchSize, learningRate, seed } = options;
      const { model } = await trainFurther(base.model, {
        epochs,
        batchSize,
        learningRate,
        seed,
        train: beats.slice(0, trained),
        validation: beats.slice(trained),
        dataFingerprint: `sha256:${'0'.repeat(64)}`,
        nowMs,
      });
      trainingMs += nowMs() - startedMs;
      trainBeats += trained;
      const half: ReferenceSet = { ...set, sequences: [judged] };
      before.push(...(await judgedBy(base, half)));
      after.push(...(await judgedBy({ ...base, model }, half)));
    }
  }
  return {
    figures: pairedFigures(before, after),
    patients: new Set(before.map(({ patient }) => patient)).size,
    trainBeats,
    trainingSeconds: trainingMs / 1000,
  };
}

async function foldModels(folds: number): Promise<readonly Candidate[]> {
  const of = async (fold: string): Promise<Candidate> => ({
    model: await loadModel(wearableModelDirectory(fold)),
    beats: beatClassModelOf(await loadBeatsModel(wearableModelDirectory(fold, 'beats'))),
  });
  return Promise.all(Array.from({ length: folds }, (_, fold) => of(String(fold))));
}

/** Inputs of the normal beats of the first half, and all beats with those of the second half to be judged. */
function halvesOf({ patient, beats }: ReferenceSequence): {
  readonly learned: readonly Float32Array[];
  readonly judged: ReferenceSequence;
} {
  const times = beats.map(({ beat }) => beat.timeUs);
  const middleUs = ((times[0] ?? 0) + (times.at(-1) ?? 0)) / 2;
  return {
    learned: beats.flatMap(({ beat, normal, learnable }) =>
      normal === true && learnable && beat.timeUs < middleUs ? [wearableInput(beat)] : [],
    ),
    judged: {
      patient,
      beats: beats.map(({ normal, ...beat }) => ({
        ...beat,
        ...(normal !== undefined && beat.beat.timeUs >= middleUs && { normal }),
      })),
    },
  };
}

function evenly<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)]).filter(
    (item): item is Item => item !== undefined,
  );
}

async function judgedBy(candidate: Candidate & { readonly model: Model }, set: ReferenceSet) {
  const engine = await createScoringEngine(candidate.model);
  try {
    return await judgeSet(set, candidate, { engine });
  } finally {
    await engine.dispose();
  }
}
