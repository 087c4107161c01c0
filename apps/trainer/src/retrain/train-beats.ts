import { createScoringEngine } from '@beatwatch/model-core';
import {
  correctClasses,
  correctionDefaults,
  labelsTold,
  referenceRows,
  wardRows,
  type ReferenceSets,
} from '@beatwatch/retraining';
import { createBeatsModel } from '@beatwatch/signal-models';
import type { StoredSelection } from '@beatwatch/timescale';
import { trainingFrom, trainingTo, type RetrainContext, type RetrainJob } from './retrain-context.ts';
import type { TrainedPart } from './trained-part.ts';
import { wearableModelOf, type WearableModel } from './wearable-model.ts';

interface TrainParts {
  readonly base: WearableModel;
  readonly selection: StoredSelection;
  readonly reference: ReferenceSets;
  readonly context: RetrainContext;
}

/** Whether there is anything that classes can be learned from. */
export const hasLabelledBeats = ({ beats }: StoredSelection): boolean =>
  beats.some(({ part, labelled }) => part === 'train' && labelled);

/**
 * Adds trees that correct a model's classes where labels of the ward contradict it, beside the annotated beats of the reference
 * sets. It takes seconds: a later attempt begins anew, and comes to the same trees.
 */
export async function trainBeats(
  { data: { seed } }: RetrainJob,
  { base, selection, reference, context }: TrainParts,
): Promise<TrainedPart> {
  const { encoder, trees } = base;
  const report = (doing: string, share: number): void => {
    context.onStep();
    context.report({
      phase: 'training',
      doing,
      share: trainingFrom + (trainingTo - trainingFrom) * share,
      losses: [],
    });
  };
  report('reading the reference sets', 0);
  const engine = await createScoringEngine(encoder);
  try {
    const { train, validation } = await wardRows(selection.beats, { engine, trees: trees.trees }, () => {
      report('measuring the beats of the ward', 0.2);
    });
    const known = await referenceRows(reference.sets, engine, () => {
      report('measuring the beats of the reference sets', 0.4);
    });
    const rows = [...train, ...known];
    const corrected = correctClasses(trees.trees, rows, {
      ...correctionDefaults,
      seed,
      onRound: () => {
        report(`fitting to ${rows.length} beats`, 0.8);
      },
    });
    const { features, classes, training } = trees.manifest;
    const model = createBeatsModel(corrected, {
      features,
      classes,
      training: {
        ...training,
        dataFingerprint: selection.fingerprint,
        beatCount: rows.length,
        autoencoders: [encoder.manifest.version],
        learningRate: correctionDefaults.learningRate,
        seed,
      },
      metrics: {},
    });
    const labelled = validation.filter(({ source }) => source !== 'context');
    return {
      what: 'beats',
      model: await wearableModelOf(encoder, model),
      patients: new Set(train.map(({ patient }) => patient)).size,
      trainBeats: rows.length,
      validationBeats: labelled.length,
      losses: [],
      ...(labelled.length > 0 && {
        labels: { before: labelsTold(trees.trees, labelled), after: labelsTold(corrected, labelled) },
      }),
    };
  } finally {
    await engine.dispose();
  }
}
