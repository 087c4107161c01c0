import type { ModelVersion, PatientId } from '@beatwatch/contracts';

/** Whom a model is given to. */
interface ModelAssignment {
  readonly scope: 'patient' | 'ward';
  /** Patient or ward. */
  readonly target: string;
  /** Of the autoencoder; absent: the target has no model of its own any more. */
  readonly version?: ModelVersion;
  /** Who decided it. */
  readonly actor: string;
  readonly reason: string;
}

/** The models that patients are given in place of those that scorers are started with. */
export interface AssignedModels {
  /** Of patients who have one by themselves or by their ward. */
  readonly patients: ReadonlyMap<PatientId, ModelVersion>;
  /** Of the others: the champion; absent where none is. */
  readonly everybody?: ModelVersion;
}

/** Who is judged by which model. */
export interface AssignmentRepository {
  /** Adds a decision, which holds from now on, in one statement with its record. */
  assign(assignment: ModelAssignment): Promise<void>;
  /** A patient's own holds before that of the ward, and that before the champion. */
  inForce(): Promise<AssignedModels>;
}
