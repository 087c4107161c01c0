import { PlainAdaptation } from '@beatwatch/alarms';
import { rWindow88Microvolts, type Beat } from '@beatwatch/contracts';
import type { ModelManifest } from '@beatwatch/model-core';
import { WearableAdaptation, wearableInput, wearableProfile } from '@beatwatch/adaptation';
import type { Adaptation } from './adaptation.ts';
import type { EncodeBeats, EncodedBeat } from './encode-beats.ts';
import type { WatchModel } from './watch-models.ts';

/** How a model of the core is brought to patients: by the preprocessing that its manifest declares. */
export function watchModel(manifest: ModelManifest, encode: EncodeBeats): WatchModel {
  const base = { modelVersion: manifest.version, preprocessing: manifest.preprocessing, manifest, encode };
  if (manifest.preprocessing !== rWindow88Microvolts) return { ...base, ...plain };
  const profile = wearableProfile(manifest);
  return {
    ...base,
    input: wearableInput,
    begin: () => WearableAdaptation.begin(profile),
    restore: (state) => WearableAdaptation.restore(profile, state),
  };
}

/** The loss as it is, against a threshold learned from the patient's first beats. */
class LossAdaptation implements Adaptation {
  readonly #threshold: PlainAdaptation;

  constructor(threshold: PlainAdaptation) {
    this.#threshold = threshold;
  }

  get state(): unknown {
    return this.#threshold.state;
  }

  judge(beat: Beat, { loss, reconstruction }: EncodedBeat, options: { readonly learn: boolean }) {
    return { loss, reconstruction, ...this.#threshold.judge({ ...beat, loss }, options) };
  }

  setThreshold(value: number | undefined): void {
    this.#threshold.setThreshold(value);
  }
}

const plain: Pick<WatchModel, 'input' | 'begin' | 'restore'> = {
  input: ({ samples }) => samples,
  begin: () => new LossAdaptation(PlainAdaptation.begin()),
  restore: (state) => new LossAdaptation(PlainAdaptation.restore(state)),
};
