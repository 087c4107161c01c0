import type { PatientModel, PatientModels } from '@beatwatch/adaptation';
import type { Beat, ModelVersion } from '@beatwatch/contracts';
import type { PatientMonitorState } from './patient-state.ts';

type Assigned = NonNullable<PatientMonitorState['assigned']>;

/** Which model judges a patient's beats of each preprocessing: the usual one, or the one that the patient was given. */
export class PatientModelChoice {
  readonly #models: PatientModels;
  readonly #assigned: Map<string, PatientModel>;

  /** @param assigned a version that is not known is passed over: the usual model judges */
  constructor(models: PatientModels, assigned: Assigned = {}) {
    this.#models = models;
    this.#assigned = new Map(
      Object.entries(assigned).flatMap(([preprocessing, version]) => {
        const model = models.find(version);
        return model?.preprocessing === preprocessing ? [[preprocessing, model] as const] : [];
      }),
    );
  }

  /** @throws PatientModelError where no model accepts the beat */
  for(beat: Pick<Beat, 'preprocessing'>): PatientModel {
    return this.#assigned.get(beat.preprocessing) ?? this.#models.for(beat);
  }

  assign(model: PatientModel): void {
    if (model === this.#models.for(model)) this.#assigned.delete(model.preprocessing);
    else this.#assigned.set(model.preprocessing, model);
  }

  /** Undefined where the usual models judge all beats. */
  get assigned(): Assigned | undefined {
    if (this.#assigned.size === 0) return undefined;
    return Object.fromEntries(
      [...this.#assigned].map(([name, { version }]): [string, ModelVersion] => [name, version]),
    );
  }
}
