import type { AlarmSettings } from '../settings.ts';
import type { AtrialState, LeadState } from '../state.ts';
import { met, overAt, undecided, type Condition } from './condition.ts';

/** Longest time between two decisions that counts for the burden. */
const longestStepUs = 2_000_000;

/**
 * Follows the log odds of atrial fibrillation, the mean over the usable leads that tell them: it begins and ends once they
 * have said so for some time.
 */
export function withAtrialLogOdds(
  state: AtrialState,
  leads: readonly LeadState[],
  nowUs: number,
  rule: AlarmSettings['atrialFibrillation'],
): AtrialState {
  const known = leads.flatMap(({ usableSinceUs, atrialLogOdds }) =>
    usableSinceUs === 0 || atrialLogOdds === undefined ? [] : [atrialLogOdds],
  );
  if (known.length === 0) return { ...state, decidedUs: nowUs, changingSinceUs: 0 };
  const level = state.isPresent ? rule.endsBelow : rule.beginsAbove;
  const says = known.reduce((sum, one) => sum + one, 0) / known.length > level;
  const stepUs = Math.min(longestStepUs, nowUs - state.decidedUs);
  const knownUs = Math.min(rule.burdenMs * 1000, state.knownUs + stepUs);
  const burden = state.burden + ((Number(state.isPresent) - state.burden) * stepUs) / Math.max(1, knownUs);
  const changingSinceUs = says === state.isPresent ? 0 : state.changingSinceUs || nowUs;
  const changes = changingSinceUs > 0 && nowUs - changingSinceUs >= rule.agreeMs * 1000;
  return {
    isPresent: changes ? says : state.isPresent,
    changingSinceUs: changes ? 0 : changingSinceUs,
    burden,
    knownUs,
    decidedUs: nowUs,
  };
}

/** Its measure is the burden: the share of the last hour in atrial fibrillation. */
export function atrialFibrillation({ isPresent, burden, knownUs }: AtrialState): Condition {
  if (knownUs === 0) return undecided;
  return isPresent ? met({ measure: burden }) : overAt(burden);
}
