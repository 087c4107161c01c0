import type { ModelVersion } from '@beatwatch/contracts';

/** The purpose of the models that are trained here, in the registry. */
export const wearable = 'wearable';

/** A model that was trained here, as the registry knows it. */
export interface RegisteredModel {
  readonly version: ModelVersion;
  readonly manifest: unknown;
  /** SHA-256 of the weights, in hexadecimal. */
  readonly fingerprint: string;
  /** Of its files, below the folder of models in the data folder. */
  readonly folder: string;
  /** Whose weights its training began with. */
  readonly baseVersion: ModelVersion;
  /** The job that trained it. */
  readonly jobId: string;
}

/** A role of a model among those for the same purpose. */
interface ModelAlias {
  /** The purpose: `wearable`. */
  readonly name: string;
  /** Champion: scores, unless a patient or ward is given another. Challenger: was trained last and waits for a decision. */
  readonly alias: 'champion' | 'challenger';
  readonly version: ModelVersion;
}

/** Models that score, and those that were trained here. */
export interface ModelRepository {
  /** Records that a model scores, once per version. */
  ensure(model: { readonly version: ModelVersion; readonly manifest: unknown }): Promise<void>;
  /** The manifest of a recorded model; undefined where the version is unknown. */
  find(version: ModelVersion): Promise<unknown>;
  /** Records a trained model; the same version again changes nothing, since a version is that of its weights. */
  register(model: RegisteredModel): Promise<void>;
  /** A model that was trained here; undefined for one that is shipped or unknown. */
  registered(version: ModelVersion): Promise<RegisteredModel | undefined>;
  /** Those that were trained here, newest first, at most `limit`. */
  list(limit: number): Promise<readonly (RegisteredModel & { readonly registeredAtUs: number })[]>;
  /** Gives the alias to a recorded model, and takes it from whichever had it. */
  setAlias(alias: ModelAlias & { readonly actor: string }): Promise<void>;
  /** The version that has the alias; undefined where none has: the champion is then the shipped model. */
  aliased(name: string, alias: ModelAlias['alias']): Promise<ModelVersion | undefined>;
}
