import { shown, type ModelVersion } from '@beatwatch/contracts';
import { wearable, type ModelDecision, type Repositories } from '@beatwatch/timescale';
import { RetrainingError } from '../errors.ts';

type Registry = Pick<Repositories, 'models' | 'decisions'>;

/** Who decides, and why. */
export interface Decided {
  readonly actor: string;
  readonly reason: string;
}

/** What was decided about the champion. */
export interface ChampionChange {
  /** Undefined: the model that is shipped. */
  readonly version: ModelVersion | undefined;
  readonly previous: ModelVersion | undefined;
}

/**
 * Makes a registered model the champion; the challenger where none is named.
 * @throws RetrainingError (`unknown-model`) where nothing is registered under the version, or no challenger waits;
 * (`changed-meanwhile`) where someone else has decided at the same time
 */
export async function promote(
  registry: Registry,
  { version: named, actor, reason }: Decided & { readonly version?: ModelVersion },
): Promise<ChampionChange> {
  const { models } = registry;
  const version = named ?? (await models.aliased(wearable, 'challenger'));
  if (version === undefined) throw unknownModel('the challenger', 'no model that waits for a decision');
  if ((await models.registered(version)) === undefined) {
    throw unknownModel('the model to promote', shown(version));
  }
  const previous = await models.aliased(wearable, 'champion');
  if (previous === version)
    throw unknownModel('the model to promote', `${shown(version)}, which is the champion`);
  return change(registry, { action: 'promote', version, previous, actor, reason });
}

/**
 * Makes the model before the last promotion the champion again; done twice, the one before that.
 * @throws RetrainingError (`unknown-model`) where no promotion is left to take back; (`changed-meanwhile`) as above
 */
export async function rollBack(registry: Registry, { actor, reason }: Decided): Promise<ChampionChange> {
  const promotions = standingPromotions(await registry.decisions.list(wearable));
  const last = promotions.at(-1);
  if (last === undefined) throw unknownModel('a promotion to take back', 'no promotion that stands');
  const current = await registry.models.aliased(wearable, 'champion');
  return change(registry, {
    action: 'roll-back',
    version: last.previous,
    previous: current,
    actor,
    reason,
  });
}

/** Promotions that no roll-back has taken back, oldest first. */
function standingPromotions(decisions: readonly ModelDecision[]): readonly ModelDecision[] {
  const standing: ModelDecision[] = [];
  for (const decision of decisions) {
    if (decision.action === 'promote') standing.push(decision);
    if (decision.action === 'roll-back') standing.pop();
  }
  return standing;
}

async function change(
  { decisions }: Pick<Registry, 'decisions'>,
  {
    action,
    version,
    previous,
    ...decided
  }: ChampionChange & Decided & { readonly action: 'promote' | 'roll-back' },
): Promise<ChampionChange> {
  const isChanged = await decisions.changeChampion({
    name: wearable,
    action,
    ...(version !== undefined && { version }),
    ...(previous !== undefined && { previous }),
    ...decided,
  });
  if (isChanged) return { version, previous };
  throw new RetrainingError(
    { field: 'champion', found: 'another one by now', expected: previous ?? 'the shipped model' },
    { code: 'changed-meanwhile', retryable: true },
  );
}

export const unknownModel = (field: string, found: string): RetrainingError =>
  new RetrainingError(
    { field, found, expected: 'a registered model that is not in use' },
    { code: 'unknown-model' },
  );
