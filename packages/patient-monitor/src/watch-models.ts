import { BeatwatchError, type Beat, type ModelVersion } from '@beatwatch/contracts';
import type { Adaptation } from './adaptation.ts';
import type { EncodeBeats } from './encode-beats.ts';

/** A model, and how it is brought to a patient. */
export interface WatchModel {
  readonly modelVersion: ModelVersion;
  /** The only preprocessing whose beats it understands. */
  readonly preprocessing: string;
  /** All that is known of it, for the record. */
  readonly manifest: unknown;
  /** What the autoencoder sees of a beat. */
  readonly input: (beat: Beat) => Float32Array;
  readonly encode: EncodeBeats;
  readonly begin: () => Adaptation;
  /** Goes on from what `state` of such an adaptation gave. */
  readonly restore: (state: unknown) => Adaptation;
}

export type WatchErrorCode = 'wrong-preprocessing';

/** A beat that no model here understands. */
export class WatchError extends BeatwatchError<WatchErrorCode> {}

/** Several models side by side, each for the beats of its own preprocessing. */
export class WatchModels {
  readonly #byPreprocessing: ReadonlyMap<string, WatchModel>;

  /** @throws RangeError where two models understand the same preprocessing, or there is none */
  constructor(models: readonly WatchModel[]) {
    this.#byPreprocessing = new Map(models.map((model) => [model.preprocessing, model]));
    if (models.length === 0 || this.#byPreprocessing.size !== models.length) {
      throw new RangeError('models: expected at least one, and one at the most for each preprocessing');
    }
  }

  /** @throws WatchError where no model was trained on beats that were made so */
  for(beat: Beat): WatchModel {
    const model = this.#byPreprocessing.get(beat.preprocessing);
    if (model !== undefined) return model;
    const known = [...this.#byPreprocessing.keys()].map((name) => JSON.stringify(name)).join(' or ');
    throw new WatchError(
      `preprocessing: found ${JSON.stringify(beat.preprocessing)}, expected ${known}, which a model here was trained on`,
      { code: 'wrong-preprocessing', context: { field: 'preprocessing' } },
    );
  }

  [Symbol.iterator](): Iterator<WatchModel> {
    return this.#byPreprocessing.values();
  }
}
