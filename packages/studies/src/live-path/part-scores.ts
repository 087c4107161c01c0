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

/** A model that also records the anomaly scores it would give without some of its parts. */
export interface ModelWithParts {
  readonly model: PatientModel;
  /** Scores of each beat, by the name of the reduced model; empty for a model without parts. */
  readonly scores: ReadonlyMap<string, ReadonlyMap<Beat, number>>;
}

/** Name of the plain reconstruction loss, which knows nothing of the patient. */
export const unadaptedName = 'unadaptedAutoencoder';

/**
 * Runs adaptations without some parts beside a wearable model's own: they see the same beats and codes, and may learn
 * from the same beats.
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
        scoreOfBeat: scores.get(name) ?? new Map<Beat, number>(),
      })),
      unadapted,
    );
  return { model: { ...model, begin }, scores: scores.set(unadaptedName, unadapted) };
}

class AdaptationsTogether implements Adaptation {
  readonly #own: Adaptation;
  readonly #others: readonly { readonly adaptation: Adaptation; readonly scoreOfBeat: Map<Beat, number> }[];
  readonly #unadapted: Map<Beat, number>;

  constructor(
    own: Adaptation,
    others: readonly { readonly adaptation: Adaptation; readonly scoreOfBeat: Map<Beat, number> }[],
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
    this.#unadapted.set(beat, encoded.reconstructionLoss);
    for (const { adaptation, scoreOfBeat } of this.#others) {
      scoreOfBeat.set(beat, adaptation.judge(beat, encoded, options).anomalyScore);
    }
    return this.#own.judge(beat, encoded, options);
  }

  setThreshold(value: number | undefined): void {
    this.#own.setThreshold(value);
  }
}
