import { treeShape, type BoostedTrees } from '@beatwatch/boosted-trees';
import { modelVersion } from '@beatwatch/contracts';
import { z } from 'zod';
import { commonFields, metricsSchema, trainingFields, wholeNumber } from './model-description.ts';
import { readTreeModel, treesFingerprint, treeShapeSchema, writeTreeModel } from './tree-tensors.ts';

const kind = 'beats';
const names = z.array(z.string().min(1)).min(1);

const descriptionSchema = z.strictObject({
  ...commonFields,
  kind: z.literal(kind),
  /** Names of the inputs, in order. */
  features: names,
  /** Names of the outputs, in order. */
  classes: names,
  trees: treeShapeSchema,
  training: z.strictObject({
    ...trainingFields,
    beatCount: wholeNumber,
    /** Versions of the autoencoders whose errors are among the features. */
    autoencoders: z.array(z.string().min(1)),
    learningRate: z.number().positive(),
  }),
  metrics: metricsSchema,
});

type Description = z.infer<typeof descriptionSchema>;

/** Description of a model of beat classes. */
export type BeatsManifest = Omit<Description, 'format' | 'formatVersion' | 'weightsSha256'>;

/** Trees that tell the class of a beat by its features. */
export interface BeatsModel {
  readonly manifest: BeatsManifest;
  readonly trees: BoostedTrees;
}

/** Creates a model file from fitted trees; its version is derived from their fingerprint. */
export const createBeatsModel = (
  trees: BoostedTrees,
  description: Pick<BeatsManifest, 'features' | 'classes' | 'training' | 'metrics'>,
): BeatsModel => ({
  manifest: {
    version: modelVersion(`${kind}-${treesFingerprint(trees).slice(0, 12)}`),
    kind,
    trees: treeShape(trees),
    ...description,
  },
  trees,
});

/** Writes `model.json` and `weights.safetensors`; creates the folder if missing. */
export const saveBeatsModel = (folder: string, { manifest, trees }: BeatsModel): Promise<void> =>
  writeTreeModel(folder, manifest, trees);

/**
 * Reads a model written by {@link saveBeatsModel}.
 * @throws ModelCoreError `model-file-missing`, `-foreign` or `-broken`, with file, field, found and expected
 */
export const loadBeatsModel = (folder: string): Promise<BeatsModel> =>
  readTreeModel(folder, descriptionSchema);

/** The model as an adaptation takes it. */
export const beatClassModelOf = ({ manifest, trees }: BeatsModel) => ({
  version: manifest.version,
  features: manifest.features,
  classes: manifest.classes,
  trees,
  manifest,
});
