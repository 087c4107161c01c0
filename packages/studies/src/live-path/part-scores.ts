import { rWindow88Microvolts, type Beat } from '@beatwatch/contracts';
import type { ModelManifest } from '@beatwatch/model-core';
import type { Adaptation, AdaptedBeat, EncodedBeat, PatientModel } from '@beatwatch/adaptation';

/** A model that also records the anomaly scores it would give without some of its parts. */
export interface ModelWithParts {
  readonly model: PatientModel;
  /** Scores of each beat, by the name of the reduced model; empty for a model without parts. */
  readonly scores: ReadonlyMap<string, ReadonlyMap<Beat, number>>;
}

/** Name of the plain reconstruction loss, which knows nothing of the patient. */
export const unadaptedName = 'unadaptedAutoencoder';

/** Records the plain reconstruction loss beside a wearable model's own score. */
export function withParts(model: PatientModel, manifest: ModelManifest): ModelWithParts {
  if (manifest.preprocessing !== rWindow88Microvolts) return { model, scores: new Map() };
  const unadapted = new Map<Beat, number>();
  const begin = (): Adaptation => new RecordingAdaptation(model.begin(), unadapted);
  return { model: { ...model, begin }, scores: new Map([[unadaptedName, unadapted]]) };
}

class RecordingAdaptation implements Adaptation {
  readonly #own: Adaptation;
  readonly #unadapted: Map<Beat, number>;

  constructor(own: Adaptation, unadapted: Map<Beat, number>) {
    this.#own = own;
    this.#unadapted = unadapted;
  }

  get state(): unknown {
    return this.#own.state;
  }

  get isReady(): boolean {
    return this.#own.isReady;
  }

  judge(beat: Beat, encoded: EncodedBeat, options: { readonly learn: boolean }): AdaptedBeat {
    this.#unadapted.set(beat, encoded.reconstructionLoss);
    return this.#own.judge(beat, encoded, options);
  }

  setThreshold(value: number | undefined): void {
    this.#own.setThreshold(value);
  }
}
