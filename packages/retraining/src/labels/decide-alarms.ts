import type { LabelledAlarm } from '@beatwatch/timescale';
import { agreementOf } from './agreement.ts';
import { lastLabels } from './alarm-claims.ts';
import { labelConsensus, type LabelConsensus, type Vote } from './labeller-trust.ts';

/** The signal's own name among the voters; no actor can have it, as theirs begin with `user `. */
const signalVoter = 'signal';
const voterOf = (actor: string): string => `user ${actor}`;

/** The signal is right less often than people: unusual beats are what raised the alarm, right or not. */
const signalPrior = { reliability: 0.65, votes: 10 };

/** Probability from which an alarm counts as false, or as true. */
const certain = 0.7;

export interface DecidedAlarms {
  /** Undefined where nobody can be believed enough. */
  readonly isFalse: (episodeId: string) => boolean | undefined;
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
      episodeId: alarm.episodeId,
      voter: voterOf(actor),
      isFalse: label === 'false',
    })),
    ...(excess === undefined
      ? []
      : [{ episodeId: alarm.episodeId, voter: signalVoter, isFalse: excess <= 0 }]),
  ]);
  const dropped = labellersByChance(votes);
  const believed = votes.filter(({ voter }) => !dropped.has(voter));
  const consensus: LabelConsensus = labelConsensus(believed, {
    priors: new Map([[signalVoter, signalPrior]]),
  });
  return {
    isFalse: (episodeId) => {
      const probability = consensus.falseAlarm.get(episodeId) ?? 0.5;
      if (probability >= certain) return true;
      return probability <= 1 - certain ? false : undefined;
    },
    reliability: Object.fromEntries(
      [...consensus.reliability, ...[...dropped].map((voter) => [voter, 0.5] as const)]
        .filter(([voter]) => voter !== signalVoter)
        .map(([voter, value]) => [voter.slice(voterOf('').length), Math.max(0.5, value)]),
    ),
  };
}

/** Kappa with the signal below which a person's labels are no better than chance, and with others from which they are. */
const byChance = 0.25;
const corroborated = 0.4;
/** Alarms that two voters have to have in common. */
const fewestCommon = 8;
/** Least share of either verdict for an agreement to say something. */
const rareVerdict = 0.15;

/**
 * People who agree with the signal, where that knows both verdicts, no more than chance does, and with no other person either.
 * A single careless person would else be believed: of two voters who disagree nobody can say which one is wrong.
 */
function labellersByChance(votes: readonly Vote[]): ReadonlySet<string> {
  const voters = [...new Set(votes.map(({ voter }) => voter))];
  const of = (name: string): readonly Vote[] => votes.filter(({ voter }) => voter === name);
  const people = voters.filter((voter) => voter !== signalVoter);
  return new Set(
    people.filter((person) => {
      const withSignal = agreementOf(of(person), of(signalVoter), rareVerdict);
      if (!(withSignal.alarms >= fewestCommon && withSignal.kappa < byChance)) return false;
      return !people.some((other) => {
        if (other === person) return false;
        const { alarms, kappa } = agreementOf(of(person), of(other), 0);
        return alarms >= fewestCommon && kappa >= corroborated;
      });
    }),
  );
}
