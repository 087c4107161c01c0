import { modelVersion, rWindow88Microvolts, type ModelVersion } from '@beatwatch/contracts';
import type { ModelManifest } from '@beatwatch/model-core';
import type { EncodeBeats } from './encode-beats.ts';
import type { PatientModel } from './patient-models.ts';
import { PlainAdaptation } from './plain/plain-adaptation.ts';
import { beatClassifier, type BeatClassModel } from './wearable/beat-classes.ts';
import { WearableAdaptation } from './wearable/wearable-adaptation.ts';
import { wearableInput } from './wearable/window.ts';

/**
 * Chooses a model's adaptation by the preprocessing that its manifest declares.
 * @param beats tells the classes of a wearable model's beats. Default: no classes
 * @throws WearableError where `beats` was fitted to other features or classes
 */
export function patientModel(
  manifest: ModelManifest,
  encode: EncodeBeats,
  beats?: BeatClassModel,
): PatientModel {
  const { version, preprocessing } = manifest;
  const base = { version, preprocessing, manifest, encode };
  if (manifest.preprocessing !== rWindow88Microvolts) {
    return {
      ...base,
      modelVersion: manifest.version,
      input: ({ samples }) => samples,
      begin: () => PlainAdaptation.begin(),
      restore: (state) => PlainAdaptation.restore(state),
    };
  }
  const classify = beats && beatClassifier(beats);
  return {
    ...base,
    modelVersion: versionOf(manifest.version, beats),
    ...(beats && { manifest: { ...manifest, beatClasses: beats.manifest } }),
    input: wearableInput,
    begin: () => WearableAdaptation.begin(classify),
    restore: (state) => WearableAdaptation.restore(classify, state),
  };
}

/** A score's version names both models. */
const versionOf = (encoder: ModelVersion, beats: BeatClassModel | undefined): ModelVersion =>
  beats === undefined ? encoder : modelVersion(`${encoder}_${beats.version}`);
