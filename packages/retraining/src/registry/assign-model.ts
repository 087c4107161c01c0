import { shown, type ModelVersion } from '@beatwatch/contracts';
import type { Repositories } from '@beatwatch/timescale';
import { unknownModel, type Decided } from './champion.ts';

export interface Assigned extends Decided {
  readonly scope: 'patient' | 'ward';
  /** Patient or ward. */
  readonly target: string;
  /** Absent: the target has no model of its own any more. */
  readonly version?: ModelVersion;
}

/**
 * Gives a patient or a ward a registered model in place of the champion, on record.
 * @throws RetrainingError (`unknown-model`) where nothing is registered under the version
 */
export async function assignModel(
  { models, assignments }: Pick<Repositories, 'models' | 'assignments'>,
  { scope, target, version, actor, reason }: Assigned,
): Promise<void> {
  if (version !== undefined && (await models.registered(version)) === undefined) {
    throw unknownModel('the model to assign', shown(version));
  }
  await assignments.assign({ scope, target, ...(version !== undefined && { version }), actor, reason });
}
