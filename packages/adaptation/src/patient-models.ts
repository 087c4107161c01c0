import { BeatwatchError, type Beat, type ModelVersion, shown } from '@beatwatch/contracts';
import type { Adaptation } from './adaptation.ts';
import type { EncodeBeats } from './encode-beats.ts';

/** A model and how it is brought to patients. */
export interface PatientModel {
  readonly modelVersion: ModelVersion;
  /** The preprocessing of the beats that the model accepts. */
  readonly preprocessing: string;
  /** The model file's manifest, stored for the record. */
  readonly manifest: unknown;
  /** The autoencoder's input for a beat. */
  readonly input: (beat: Beat) => Float32Array;
  readonly encode: EncodeBeats;
  readonly begin: () => Adaptation;
  /** Continues from an adaptation's `state`. */
  readonly restore: (state: unknown) => Adaptation;
}

type PatientModelErrorCode = 'wrong-preprocessing';

/** A beat that none of the models accepts. */
class PatientModelError extends BeatwatchError<PatientModelErrorCode> {}

/** Models side by side, one for each preprocessing. */
export class PatientModels {
  readonly #byPreprocessing: ReadonlyMap<string, PatientModel>;

  /** @throws RangeError where `models` is empty or two of them share a preprocessing */
  constructor(models: readonly PatientModel[]) {
    this.#byPreprocessing = new Map(models.map((model) => [model.preprocessing, model]));
    if (models.length === 0 || this.#byPreprocessing.size !== models.length) {
      throw new RangeError('models: expected one or more, each for a preprocessing of its own');
    }
  }

  /** @throws PatientModelError (`wrong-preprocessing`) where no model accepts the beat */
  for(beat: Beat): PatientModel {
    const model = this.#byPreprocessing.get(beat.preprocessing);
    if (model !== undefined) return model;
    const known = [...this.#byPreprocessing.keys()].map((name) => JSON.stringify(name)).join(' or ');
    throw new PatientModelError(
      {
        field: 'preprocessing',
        found: shown(beat.preprocessing),
        expected: `${known}, which a model here was trained on`,
      },
      { code: 'wrong-preprocessing' },
    );
  }

  [Symbol.iterator](): Iterator<PatientModel> {
    return this.#byPreprocessing.values();
  }
}
