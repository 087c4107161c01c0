import { BeatwatchError, type Beat, type ModelVersion, shown } from '@beatwatch/contracts';
import type { Adaptation } from './adaptation.ts';
import type { EncodeBeats } from './encode-beats.ts';

/** A model and how it is brought to patients. */
export interface PatientModel {
  /** Of the autoencoder alone: what an assignment names. */
  readonly version: ModelVersion;
  readonly modelVersion: ModelVersion;
  /** The preprocessing of the beats that the model accepts. */
  readonly preprocessing: string;
  /** The model file's manifest, stored for the record. */
  readonly manifest: unknown;
  /** The autoencoder's input for a beat. */
  readonly input: (beat: Beat) => Float32Array;
  readonly encode: EncodeBeats;
  /** Reconstructions, in the order of the inputs; there where `encode` leaves them out, which only an adaptation by losses can do without. */
  readonly reconstruct?: (inputs: readonly Float32Array[]) => Promise<readonly Float32Array[]>;
  readonly begin: () => Adaptation;
  /** Continues from an adaptation's `state`. */
  readonly restore: (state: unknown) => Adaptation;
}

type PatientModelErrorCode = 'wrong-preprocessing';

/** A beat that none of the models accepts. */
class PatientModelError extends BeatwatchError<PatientModelErrorCode> {}

/** Models side by side, one for each preprocessing, and further ones that patients may be given in their place. */
export class PatientModels {
  readonly #byPreprocessing: ReadonlyMap<string, PatientModel>;
  readonly #further = new Map<ModelVersion, PatientModel>();

  /** @throws RangeError where `models` is empty or two of them share a preprocessing */
  constructor(models: readonly PatientModel[]) {
    this.#byPreprocessing = new Map(models.map((model) => [model.preprocessing, model]));
    if (models.length === 0 || this.#byPreprocessing.size !== models.length) {
      throw new RangeError('models: expected one or more, each for a preprocessing of its own');
    }
  }

  /** @throws PatientModelError (`wrong-preprocessing`) where no model accepts the beat */
  for(beat: Pick<Beat, 'preprocessing'>): PatientModel {
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

  /** Whether there is a model for beats of this preprocessing. */
  accepts(preprocessing: string): boolean {
    return this.#byPreprocessing.has(preprocessing);
  }

  /** Makes a further model known. */
  add(model: PatientModel): void {
    this.#further.set(model.version, model);
  }

  /** Forgets a further model, which no patient may have any more. */
  remove(version: ModelVersion): void {
    this.#further.delete(version);
  }

  /** A model of any of these, by the version of its autoencoder. */
  find(version: ModelVersion): PatientModel | undefined {
    return (
      [...this.#byPreprocessing.values()].find((model) => model.version === version) ??
      this.#further.get(version)
    );
  }

  /** The models that patients have who are given no other. */
  [Symbol.iterator](): Iterator<PatientModel> {
    return this.#byPreprocessing.values();
  }
}
