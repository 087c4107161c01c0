import type { LabelledAlarm } from '@beatwatch/timescale';
import { lastLabels } from './alarm-claims.ts';
import { labelConsensus, type LabelConsensus, type Vote } from './labeller-trust.ts';

/** The signal's own name among the voters; no actor can have it, as theirs begin with `user `. */
const signalVoter = 'signal';
const voterOf = (actor: string): string => `user ${actor}`;

/** The signal is right less often than people: unusual beats are what raised the alarm, right or not. */
const signalPrior = { reliability: 0.65, votes: 10 };

/** Probability from which an alarm counts as false, or as true. */
const certain = 0.8;

export interface DecidedAlarms {
  /** Undefined where nobody can be believed enough. */
  isFalse(alarmId: string): boolean | undefined;
  /** By person: how often their labels are right, 0.5 to 1, as far as the others and the signal tell. */
  readonly reliability: Readonly<Record<string, number>>;
}

/**
 * What holds of the labelled alarms, by what people said and what their beats look like.
 * @param examples with how far the beats are from what is usual for the patient: 0 or less for usual ones
 */
export function decideAlarms(
  examples: readonly { readonly alarm: LabelledAlarm; readonly excess: number | undefined }[],
): DecidedAlarms {
  const votes = examples.flatMap(({ alarm, excess }): Vote[] => [
    ...lastLabels(alarm).map(({ actor, label }) => ({
      alarmId: alarm.alarmId,
      voter: voterOf(actor),
      isFalse: label === 'false',
    })),
    ...(excess === undefined ? [] : [{ alarmId: alarm.alarmId, voter: signalVoter, isFalse: excess <= 0 }]),
  ]);
  const consensus: LabelConsensus = labelConsensus(votes, { priors: new Map([[signalVoter, signalPrior]]) });
  return {
    isFalse: (alarmId) => {
      const probability = consensus.falseAlarm.get(alarmId) ?? 0.5;
      if (probability >= certain) return true;
      return probability <= 1 - certain ? false : undefined;
    },
    reliability: Object.fromEntries(
      [...consensus.reliability]
        .filter(([voter]) => voter !== signalVoter)
        .map(([voter, value]) => [voter.slice(voterOf('').length), Math.max(0.5, value)]),
    ),
  };
}
