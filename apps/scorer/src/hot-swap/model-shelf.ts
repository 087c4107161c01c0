import type { PatientModel, PatientModels } from '@beatwatch/adaptation';
import type { ModelVersion } from '@beatwatch/contracts';
import { describeError, type Logger } from '@beatwatch/service-kit';
import type { Repositories } from '@beatwatch/timescale';

/** A model that patients may be given, warm: its first beats take no longer than others. */
export interface FurtherModel {
  readonly model: PatientModel;
  readonly dispose: () => Promise<void>;
}

/** @throws where no model of this version can be opened */
export type OpenFurtherModel = (version: ModelVersion) => Promise<FurtherModel>;

export interface ModelShelfOptions {
  /** Where opened models are made known. */
  readonly models: PatientModels;
  readonly open: OpenFurtherModel;
  readonly registry: Pick<Repositories['models'], 'ensure'>;
  readonly logger: Logger;
}

/** Time after which a model that could not be opened is tried again, and after which one that nobody has is closed. */
const retryMs = 15_000;
const unusedMs = 60_000;

/** Opens the models that patients are given, and closes those that nobody has any more. */
export class ModelShelf {
  readonly #options: ModelShelfOptions;
  readonly #open = new Map<ModelVersion, Promise<FurtherModel | undefined>>();
  readonly #usedMs = new Map<ModelVersion, number>();
  readonly #failedMs = new Map<ModelVersion, number>();

  constructor(options: ModelShelfOptions) {
    this.#options = options;
  }

  /** @returns undefined where the model cannot be opened, which is logged */
  async open(version: ModelVersion): Promise<PatientModel | undefined> {
    const known = this.#options.models.find(version);
    this.#usedMs.set(version, performance.now());
    if (known !== undefined) return known;
    if (performance.now() - (this.#failedMs.get(version) ?? Number.NEGATIVE_INFINITY) < retryMs)
      return undefined;
    const opening = this.#open.get(version) ?? this.#opened(version);
    this.#open.set(version, opening);
    return (await opening)?.model;
  }

  /** Closes models that nobody has had for a minute. */
  async closeUnused(used: ReadonlySet<ModelVersion>): Promise<void> {
    const nowMs = performance.now();
    for (const [version, opening] of this.#open) {
      if (used.has(version)) this.#usedMs.set(version, nowMs);
      if (nowMs - (this.#usedMs.get(version) ?? nowMs) < unusedMs) continue;
      this.#open.delete(version);
      this.#usedMs.delete(version);
      this.#options.models.remove(version);
      await (await opening)?.dispose();
    }
  }

  async stop(): Promise<void> {
    for (const [version, opening] of this.#open) {
      this.#options.models.remove(version);
      await (await opening)?.dispose();
    }
    this.#open.clear();
  }

  async #opened(version: ModelVersion): Promise<FurtherModel | undefined> {
    const { models, open, registry, logger } = this.#options;
    try {
      const opened = await open(version);
      const { modelVersion, manifest } = opened.model;
      await registry.ensure({ version: modelVersion, manifest });
      models.add(opened.model);
      logger.info({ model: modelVersion }, 'model opened');
      return opened;
    } catch (error) {
      logger.error(
        { model: version, error: describeError(error) },
        'cannot open the model that patients are given',
      );
      this.#failedMs.set(version, performance.now());
      this.#open.delete(version);
      return undefined;
    }
  }
}
