import { modelVersion, type ModelVersion } from '@beatwatch/contracts';
import { wearable } from '@beatwatch/timescale';
import type { ScorerOptions } from '../scorer-options.ts';
import { buildScorer, type Scorer } from '../scorer.ts';
import { readOnlyStream } from './read-only-stream.ts';
import { shadowGroup, shadowRepositories } from './shadow-repositories.ts';

export interface ShadowScorerOptions extends Omit<
  ScorerOptions,
  'group' | 'beginWith' | 'openFurtherModel' | 'strips'
> {
  /** `challenger`, whichever model that is at the time, or the version of one. */
  readonly shadowed: string;
  readonly openFurtherModel: NonNullable<ScorerOptions['openFurtherModel']>;
}

/**
 * A second scorer over the same log that judges everybody by the model in the shadow. It is a consumer group of its own, publishes
 * nothing, and stores its scores and alarms in tables of their own: whether it lags, fails or dies makes no difference to a patient.
 * @throws ContractError where `shadowed` can be no version
 */
export function buildShadowScorer({ shadowed, ...options }: ShadowScorerOptions): Scorer {
  const { models, repositories, stream } = options;
  const named = shadowed === 'challenger' ? undefined : modelVersion(shadowed);
  let version = named;
  const wanted = async (): Promise<ModelVersion | undefined> => {
    version = named ?? (await repositories.models.aliased(wearable, 'challenger'));
    return version;
  };
  const current = () => (version === undefined ? undefined : models.find(version));
  return buildScorer({
    ...options,
    group: shadowGroup,
    stream: readOnlyStream(stream),
    repositories: shadowRepositories(repositories, { wanted, current }),
    beginWith: current,
  });
}
