import { rWindow88Microvolts, type Beat } from '@beatwatch/contracts';
import type { ModelManifest } from '@beatwatch/model-core';
import {
  WearableAdaptation,
  wearableProfile,
  type AdaptedBeat,
  type Adaptation,
  type EncodedBeat,
  type PatientModel,
} from '@beatwatch/adaptation';

/** A model that notes beside what it would say with parts left out. */
export interface ModelWithParts {
  readonly model: PatientModel;
  /** By name of what is left; empty for a model without parts. */
  readonly scores: ReadonlyMap<string, ReadonlyMap<Beat, number>>;
}

/** The autoencoder's reconstruction loss as it is: nothing is known of the patient. */
export const unadaptedName = 'unadaptedAutoencoder';

/**
 * Lets adaptations with parts left out run beside a wearable model's own: they see the same beats and codes, and may
 * learn from the same beats.
 */
export function withParts(model: PatientModel, manifest: ModelManifest): ModelWithParts {
  if (manifest.preprocessing !== rWindow88Microvolts) return { model, scores: new Map() };
  const profile = wearableProfile(manifest);
  const parts = Object.entries(profile.comparisons ?? {}).map(([name, anomaly]) => ({
    name,
    profile: { ...profile, anomaly },
  }));
  const unadapted = new Map<Beat, number>();
  const scores = new Map(parts.map(({ name }) => [name, new Map<Beat, number>()]));
  const begin = (): Adaptation =>
    new AdaptationsTogether(
      model.begin(),
      parts.map(({ name, profile: part }) => ({
        adaptation: WearableAdaptation.begin(part),
        noted: scores.get(name) ?? new Map<Beat, number>(),
      })),
      unadapted,
    );
  return { model: { ...model, begin }, scores: scores.set(unadaptedName, unadapted) };
}

class AdaptationsTogether implements Adaptation {
  readonly #own: Adaptation;
  readonly #others: readonly { readonly adaptation: Adaptation; readonly noted: Map<Beat, number> }[];
  readonly #unadapted: Map<Beat, number>;

  constructor(
    own: Adaptation,
    others: readonly { readonly adaptation: Adaptation; readonly noted: Map<Beat, number> }[],
    unadapted: Map<Beat, number>,
  ) {
    this.#own = own;
    this.#others = others;
    this.#unadapted = unadapted;
  }

  get state(): unknown {
    return this.#own.state;
  }

  judge(beat: Beat, encoded: EncodedBeat, options: { readonly learn: boolean }): AdaptedBeat {
    this.#unadapted.set(beat, encoded.loss);
    for (const { adaptation, noted } of this.#others) {
      noted.set(beat, adaptation.judge(beat, encoded, options).loss);
    }
    return this.#own.judge(beat, encoded, options);
  }

  setThreshold(value: number | undefined): void {
    this.#own.setThreshold(value);
  }
}
