import { rWindow88Microvolts } from '@beatwatch/contracts';
import type { ModelManifest } from '@beatwatch/model-core';
import type { EncodeBeats } from './encode-beats.ts';
import type { PatientModel } from './patient-models.ts';
import { PlainAdaptation } from './plain/plain-adaptation.ts';
import { wearableProfile } from './wearable/profile.ts';
import { WearableAdaptation } from './wearable/wearable-adaptation.ts';
import { wearableInput } from './wearable/window.ts';

/**
 * Chooses a model's adaptation by the preprocessing that its manifest declares.
 * @throws WearableError where a wearable model lacks a valid profile
 */
export function patientModel(manifest: ModelManifest, encode: EncodeBeats): PatientModel {
  const base = { modelVersion: manifest.version, preprocessing: manifest.preprocessing, manifest, encode };
  if (manifest.preprocessing !== rWindow88Microvolts) {
    return {
      ...base,
      input: ({ samples }) => samples,
      begin: () => PlainAdaptation.begin(),
      restore: (state) => PlainAdaptation.restore(state),
    };
  }
  const profile = wearableProfile(manifest);
  return {
    ...base,
    input: wearableInput,
    begin: () => WearableAdaptation.begin(profile),
    restore: (state) => WearableAdaptation.restore(profile, state),
  };
}
