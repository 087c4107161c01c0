import type { ModelVersion } from '@beatwatch/contracts';

/** A person's decision about models. */
export interface ModelDecision {
  /** The purpose of the model: `wearable`. */
  readonly name: string;
  readonly action: 'promote' | 'roll-back' | 'assign';
  /** Absent: the shipped model; of an assignment: none of their own any more. */
  readonly version?: ModelVersion;
  /** Which was in force before; absent as above. */
  readonly previous?: ModelVersion;
  /** Of an assignment, such as `patient p-1`. */
  readonly target?: string;
  readonly actor: string;
  readonly reason: string;
}

/** Who decided what about models: rows are only added. */
export interface ModelDecisions {
  /**
   * Makes a version the champion, in one statement with its record.
   * @param decision.version absent: the shipped model
   * @returns false, and nothing has changed, where another than `previous` is the champion by now
   */
  changeChampion(
    decision: Omit<ModelDecision, 'action' | 'target'> & { readonly action: 'promote' | 'roll-back' },
  ): Promise<boolean>;
  /** Oldest first, of one purpose. */
  list(name: string): Promise<readonly (ModelDecision & { readonly decidedAtUs: number })[]>;
}
