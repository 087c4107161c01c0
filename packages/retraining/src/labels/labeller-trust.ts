/** What one person, or the signal itself, says of an episode of an alarm. */
export interface Vote {
  readonly episodeId: string;
  /** Who: a name. */
  readonly voter: string;
  /** Whether it was a false alarm: the beats were normal. */
  readonly isFalse: boolean;
}

export interface LabelConsensus {
  /** By episode: probability that it was a false alarm, 0 to 1. */
  readonly falseAlarm: ReadonlyMap<string, number>;
  /** By voter: probability of being right, 0 to 1; 0.5 is no better than chance. */
  readonly reliability: ReadonlyMap<string, number>;
}

interface Prior {
  readonly reliability: number;
  /** How many votes it is worth. */
  readonly votes: number;
}

interface ConsensusOptions {
  /** What voters are right in before any vote, by name. Default: 0.85, worth 10 votes */
  readonly priors?: ReadonlyMap<string, Prior>;
}

const usualPrior: Prior = { reliability: 0.85, votes: 10 };
const rounds = 100;

/**
 * How far each voter can be believed, and what therefore holds: expectation maximisation over alarms and voters, each voter
 * with one reliability (Dawid & Skene 1979, doi:10.2307/2346806, with one parameter a voter and a beta prior). A person who
 * labels half of the alarms wrongly agrees with nobody more than chance does, and ends with next to no weight; nobody counts as a liar.
 */
export function labelConsensus(votes: readonly Vote[], { priors }: ConsensusOptions = {}): LabelConsensus {
  const byEpisode = groupedBy(votes, ({ episodeId }) => episodeId);
  const byVoter = groupedBy(votes, ({ voter }) => voter);
  const priorOf = (voter: string): Prior => priors?.get(voter) ?? usualPrior;
  let reliability = new Map([...byVoter.keys()].map((voter) => [voter, priorOf(voter).reliability]));
  let falseAlarm = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    falseAlarm = new Map(
      [...byEpisode].map(([episode, cast]) => [episode, probabilityOf(cast, reliability)]),
    );
    reliability = new Map(
      [...byVoter].map(([voter, cast]) => {
        const prior = priorOf(voter);
        const right = cast.reduce((sum, { episodeId, isFalse }) => {
          const probability = falseAlarm.get(episodeId) ?? 0.5;
          return sum + (isFalse ? probability : 1 - probability);
        }, prior.reliability * prior.votes);
        return [voter, right / (cast.length + prior.votes)];
      }),
    );
  }
  return { falseAlarm, reliability };
}

function probabilityOf(cast: readonly Vote[], reliability: ReadonlyMap<string, number>): number {
  const logOdds = cast.reduce((sum, { voter, isFalse }) => {
    const right = Math.min(0.99, Math.max(0.5, reliability.get(voter) ?? 0.5));
    return sum + (isFalse ? 1 : -1) * Math.log(right / (1 - right));
  }, 0);
  return 1 / (1 + Math.exp(-logOdds));
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const known = groups.get(keyOf(item));
    if (known === undefined) groups.set(keyOf(item), [item]);
    else known.push(item);
  }
  return groups;
}
