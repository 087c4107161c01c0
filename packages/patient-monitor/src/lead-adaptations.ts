import type { Adaptation, PatientModel, PatientModels } from '@beatwatch/adaptation';
import type { Beat } from '@beatwatch/contracts';
import { PatientModelChoice } from './patient-model-choice.ts';
import type { LeadState, PatientMonitorState } from './patient-state.ts';

/** Leads and preprocessings of a patient that are kept: more than devices have. */
export const mostAdaptations = 32;

interface LeadAdaptation {
  readonly model: PatientModel;
  readonly adaptation: Adaptation;
}

type AdaptationsState = Pick<PatientMonitorState, 'leads' | 'assigned' | 'setThreshold'>;

/** Which model judges the beats of each of a patient's leads, and what brings it to the lead. */
export class LeadAdaptations {
  readonly #models: PatientModels;
  readonly #choice: PatientModelChoice;
  /** By lead and preprocessing; the one that was used longest ago is the first. */
  readonly #byKey = new Map<string, LeadAdaptation>();
  #setThreshold: number | undefined;

  /** @param state Default: that of a patient of whom nothing is known */
  constructor(models: PatientModels, state: AdaptationsState = { leads: {} }) {
    this.#models = models;
    this.#choice = new PatientModelChoice(models, state.assigned);
    this.#setThreshold = state.setThreshold;
    for (const [key, lead] of Object.entries(state.leads)) this.#restore(key, lead);
  }

  get state(): AdaptationsState {
    const { assigned } = this.#choice;
    const leads: Record<string, LeadState> = {};
    for (const [key, { model, adaptation }] of this.#byKey) {
      const { modelVersion, preprocessing } = model;
      leads[key] = { modelVersion, preprocessing, adaptation: adaptation.state };
    }
    return {
      ...(this.#setThreshold !== undefined && { setThreshold: this.#setThreshold }),
      ...(assigned && { assigned }),
      leads,
    };
  }

  /** @throws PatientModelError where no model accepts the beat */
  modelFor(beat: Pick<Beat, 'preprocessing'>): PatientModel {
    return this.#choice.for(beat);
  }

  /**
   * The adaptation of a beat's lead, which begins with its first beat.
   * @throws PatientModelError where no model accepts the beat
   */
  for(beat: Pick<Beat, 'lead' | 'preprocessing'>): LeadAdaptation {
    const key = keyOf(beat.lead, beat.preprocessing);
    const known = this.#byKey.get(key);
    if (known !== undefined) {
      this.#byKey.delete(key);
      this.#byKey.set(key, known);
      return known;
    }
    const model = this.#choice.for(beat);
    const adaptation = model.begin();
    adaptation.setThreshold(this.#setThreshold);
    const begun = { model, adaptation };
    this.#byKey.set(key, begun);
    return begun;
  }

  /**
   * Forgets the adaptation that was used longest ago where there are too many.
   * @returns its lead; undefined where none is forgotten
   */
  forgetOldest(): string | undefined {
    const [oldest] = this.#byKey.keys();
    if (this.#byKey.size <= mostAdaptations || oldest === undefined) return undefined;
    this.#byKey.delete(oldest);
    return leadOf(oldest);
  }

  /** By lead, the adaptations to beats of a preprocessing. */
  of(preprocessing: string): ReadonlyMap<string, Adaptation> {
    return new Map(
      [...this.#byKey].flatMap(([key, { model, adaptation }]) =>
        model.preprocessing === preprocessing ? [[leadOf(key), adaptation]] : [],
      ),
    );
  }

  /**
   * Has the next beats judged by another model.
   * @param adaptations by lead; it begins anew in a lead without
   */
  assign(model: PatientModel, adaptations: ReadonlyMap<string, Adaptation>): void {
    for (const lead of this.of(model.preprocessing).keys()) {
      const adaptation = adaptations.get(lead) ?? model.begin();
      adaptation.setThreshold(this.#setThreshold);
      this.#byKey.set(keyOf(lead, model.preprocessing), { model, adaptation });
    }
    this.#choice.assign(model);
  }

  /** @param value staff's threshold, for the leads to come too; undefined for the learned ones */
  setThreshold(value: number | undefined): void {
    this.#setThreshold = value;
    for (const { adaptation } of this.#byKey.values()) adaptation.setThreshold(value);
  }

  /** An adaptation belongs to the model that it was learned with: for another model a new one begins. */
  #restore(key: string, { modelVersion, preprocessing, adaptation }: LeadState): void {
    if (!this.#models.accepts(preprocessing)) return;
    const model = this.#choice.for({ preprocessing });
    if (model.modelVersion !== modelVersion) return;
    this.#byKey.set(key, { model, adaptation: model.restore(adaptation) });
  }
}

const keyOf = (lead: string, preprocessing: string): string => `${lead}/${preprocessing}`;
const leadOf = (key: string): string => key.slice(0, key.lastIndexOf('/'));
