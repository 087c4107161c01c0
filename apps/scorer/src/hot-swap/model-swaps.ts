import type { PatientModel, PatientModels } from '@beatwatch/adaptation';
import type { ModelVersion, PatientId } from '@beatwatch/contracts';
import type { BatchOutcome, PatientMonitor } from '@beatwatch/patient-monitor';
import { describeError, type Logger } from '@beatwatch/service-kit';
import type { AssignedModels, Repositories } from '@beatwatch/timescale';
import { Preparation } from './preparation.ts';
import type { ModelShelf } from './model-shelf.ts';

export interface ModelSwapsOptions {
  readonly repositories: Pick<Repositories, 'assignments' | 'beats' | 'waveforms'>;
  readonly models: PatientModels;
  readonly shelf: ModelShelf;
  readonly logger: Logger;
  /** Called for each patient whose model has changed. */
  readonly onSwapped: () => void;
  /** Time after which a switch that waits is said in the log, and counts as waiting. Default: 5 minutes. */
  readonly slowAfterMs?: number;
}

/** The states of one partition, as a tick has them. */
export interface SwappedStates {
  entries(): readonly (readonly [PatientId, PatientMonitor])[];
  /** Marks the patient's state as changed. */
  stateToChange(id: PatientId): PatientMonitor;
}

/** Time that a partition's batches may wait for swaps. */
const longestMs = 150;
/** Age of a partition's count from which the partition is another process's. */
const forgottenMs = 15_000;

/**
 * Gives patients the models that they are assigned. A model is opened and warm, and knows the patient by its stored beats and
 * those judged since, before the patient is switched between two batches. The switch is a change of the patient's state: it is
 * stored before a beat is judged by the new model, so that what is read again after a crash meets the same model.
 */
export class ModelSwaps {
  readonly #options: ModelSwapsOptions;
  /** Undefined until it has been read: nobody is switched before. */
  #assigned: AssignedModels | undefined;
  readonly #preparations = new WeakMap<PatientMonitor, Preparation>();
  readonly #uncalibrated: Preparation[] = [];
  /** While patients are made known to their new models, one after the other. */
  #calibrating: Promise<void> | undefined;
  #isStopping = false;
  /** By partition, what was found there last. */
  readonly #inUse = new Map<number, ReadonlySet<ModelVersion>>();
  /** By partition, patients whose switch had waited for long, and when they were counted. */
  readonly #waiting = new Map<number, { readonly patients: number; readonly atMs: number }>();
  readonly #reported = new WeakSet<Preparation>();

  constructor(options: ModelSwapsOptions) {
    this.#options = options;
  }

  /** Patients whose switch to another model has waited for long. */
  get waiting(): number {
    const sinceMs = performance.now() - forgottenMs;
    return [...this.#waiting.values()]
      .filter(({ atMs }) => atMs >= sinceMs)
      .reduce((sum, { patients }) => sum + patients, 0);
  }

  /** Reads the assignments and opens models; runs beside the batches. */
  async prepare(): Promise<void> {
    const { repositories, shelf, logger } = this.#options;
    try {
      const assigned = await repositories.assignments.inForce();
      const versions = new Set(assigned.patients.values());
      if (assigned.everybody !== undefined) versions.add(assigned.everybody);
      await Promise.all([...versions].map((version) => shelf.open(version)));
      this.#assigned = assigned;
      await shelf.closeUnused(new Set([...versions, ...[...this.#inUse.values()].flatMap((of) => [...of])]));
    } catch (error) {
      logger.warn({ error: describeError(error) }, 'cannot read who is judged by which model, trying again');
    }
  }

  /** Resolves when nothing runs beside the batches any more. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#calibrating;
  }

  /** Takes note of what a batch has judged. */
  judged({ beats }: BatchOutcome): void {
    for (const { monitor, beat, judged } of beats) {
      this.#preparations.get(monitor)?.collect({ beat, learn: judged.learn });
    }
  }

  /**
   * Switches the patients of a partition who are ready; never during one of its batches.
   * @returns whose states have changed: to be stored before anything else
   */
  async swap(partition: number, states: SwappedStates): Promise<PatientId[]> {
    const startedMs = performance.now();
    const swapped: PatientId[] = [];
    const inUse = new Set<ModelVersion>();
    let waiting = 0;
    for (const [id, monitor] of states.entries()) {
      const wanted = this.#modelsOf(id).filter((model) => monitor.modelFor(model) !== model);
      // The patient has the models that he should have, or cannot get them: what was prepared for others is void.
      if (wanted.length === 0) this.#preparations.delete(monitor);
      for (const model of wanted) {
        const isLate = performance.now() - startedMs > longestMs;
        if (!isLate && (await this.#swapOne(id, monitor, model))) {
          states.stateToChange(id);
          swapped.push(id);
        } else if (this.#isSlow(monitor)) waiting += 1;
      }
      for (const usual of this.#options.models) inUse.add(monitor.modelFor(usual).version);
    }
    this.#inUse.set(partition, inUse);
    this.#waiting.set(partition, { patients: waiting, atMs: performance.now() });
    return swapped;
  }

  /** Whether the patient's switch has waited for long, which is said in the log once. */
  #isSlow(monitor: PatientMonitor): boolean {
    const { slowAfterMs = 300_000, logger } = this.#options;
    const preparation = this.#preparations.get(monitor);
    if (preparation === undefined || performance.now() - preparation.begunMs < slowAfterMs) return false;
    if (!this.#reported.has(preparation)) {
      this.#reported.add(preparation);
      const missingLeads = preparation.missingLeads().length;
      logger.warn(
        {
          from: monitor.modelFor(preparation.model).modelVersion,
          to: preparation.model.modelVersion,
          missingLeads,
        },
        'a patient waits for another model, which does not know enough of the leads yet',
      );
    }
    return true;
  }

  /** The models that a patient should have, one for each preprocessing. */
  #modelsOf(id: PatientId): PatientModel[] {
    if (this.#assigned === undefined) return [];
    const { models } = this.#options;
    const version = this.#assigned.patients.get(id) ?? this.#assigned.everybody;
    const assigned = version === undefined ? undefined : models.find(version);
    const usual = [...models];
    // Not opened yet, or it cannot be: the patient stays with the model in use.
    if (version !== undefined && assigned === undefined) return [];
    return usual.map((model) => (model.preprocessing === assigned?.preprocessing ? assigned : model));
  }

  async #swapOne(id: PatientId, monitor: PatientMonitor, model: PatientModel): Promise<boolean> {
    const preparation = this.#preparations.get(monitor);
    if (preparation?.model !== model) {
      const begun = new Preparation(id, monitor, model);
      this.#preparations.set(monitor, begun);
      this.#uncalibrated.push(begun);
      this.#startCalibrating();
      return false;
    }
    const adaptations = await preparation.finish();
    if (adaptations === undefined) return false;
    const before = monitor.modelFor(model).modelVersion;
    monitor.assign(model, adaptations);
    this.#preparations.delete(monitor);
    this.#options.logger.info(
      { from: before, to: model.modelVersion },
      'a patient is judged by another model',
    );
    this.#options.onSwapped();
    return true;
  }

  #startCalibrating(): void {
    if (this.#isStopping || this.#calibrating !== undefined || this.#uncalibrated.length === 0) return;
    this.#calibrating = this.#calibrateAll().finally(() => {
      this.#calibrating = undefined;
      this.#startCalibrating();
    });
  }

  async #calibrateAll(): Promise<void> {
    while (!this.#isStopping) {
      const next = this.#uncalibrated.shift();
      if (next === undefined) return;
      await this.#calibrate(next);
    }
  }

  async #calibrate(preparation: Preparation): Promise<void> {
    if (this.#preparations.get(preparation.monitor) !== preparation) return;
    try {
      await preparation.calibrate(this.#options.repositories);
    } catch (error) {
      // Begun again with the next tick.
      this.#preparations.delete(preparation.monitor);
      this.#options.logger.warn(
        { error: describeError(error) },
        'cannot make a patient known to another model',
      );
    }
  }
}
