import {
  beatClasses,
  classProbabilitiesOf,
  mostProbableClass,
  type BeatClass,
  type ClassProbabilities,
} from '@beatwatch/contracts';
import { mean } from '@beatwatch/statistics';
import type { LiveBeat, LiveLead } from '../live-path/live-run.ts';
import { matchWindowSeconds } from '../reference/annotated-beats.ts';

/** What the live path decided of a beat. */
export interface DecidedBeat {
  /** Of its R peak, from the recording's start. */
  readonly seconds: number;
  readonly anomalyScore: number;
  readonly anomalous: boolean;
  readonly ventricular: boolean;
  readonly beatClass?: BeatClass;
  readonly classProbabilities?: ClassProbabilities;
}

export const decidedBeat = ({ seconds, judged }: LiveBeat): DecidedBeat => ({
  seconds,
  anomalyScore: judged.anomalyScore,
  anomalous: judged.anomalous,
  ventricular: judged.ventricular,
  ...(judged.beatClass !== undefined && { beatClass: judged.beatClass }),
  ...(judged.classProbabilities !== undefined && { classProbabilities: judged.classProbabilities }),
});

/** The beats of all leads of a live run together, as {@link joinedBeats} joins them. */
export const jointBeats = (leads: readonly LiveLead[]): DecidedBeat[] =>
  joinedBeats(leads.map(({ beats }) => beats.map(decidedBeat)));

/**
 * The beats of all leads together: those within 150 ms of one another are one, at the time of the earliest lead in the
 * recording's order. Their log probabilities and anomaly scores are averaged.
 */
export function joinedBeats(leads: readonly (readonly DecidedBeat[])[]): DecidedBeat[] {
  const groups: { readonly seconds: number; readonly beats: DecidedBeat[] }[] = [];
  for (const beats of leads) {
    const known = groups.toSorted((a, b) => a.seconds - b.seconds);
    let from = 0;
    const taken = new Set<object>();
    for (const beat of beats) {
      while ((known[from]?.seconds ?? Number.POSITIVE_INFINITY) < beat.seconds - matchWindowSeconds)
        from += 1;
      const near = known[from];
      if (
        near !== undefined &&
        Math.abs(near.seconds - beat.seconds) <= matchWindowSeconds &&
        !taken.has(near)
      ) {
        taken.add(near);
        near.beats.push(beat);
      } else groups.push({ seconds: beat.seconds, beats: [beat] });
    }
  }
  return groups.toSorted((a, b) => a.seconds - b.seconds).map(({ seconds, beats }) => joint(seconds, beats));
}

function joint(seconds: number, beats: readonly DecidedBeat[]): DecidedBeat {
  const probabilities = beats.flatMap(({ classProbabilities }) => classProbabilities ?? []);
  const classProbabilities = probabilities.length === 0 ? undefined : averaged(probabilities);
  return {
    seconds,
    anomalyScore: mean(beats.map(({ anomalyScore }) => anomalyScore)),
    anomalous: beats.some(({ anomalous }) => anomalous),
    ventricular: beats.some(({ ventricular }) => ventricular),
    ...(classProbabilities && {
      classProbabilities,
      beatClass: mostProbableClass(classProbabilities),
    }),
  };
}

const leastProbability = 1e-9;

/** Means of the log probabilities, brought to a sum of 1. */
function averaged(all: readonly ClassProbabilities[]): ClassProbabilities {
  const means = beatClasses.map((one) =>
    Math.exp(mean(all.map((probabilities) => Math.log(Math.max(leastProbability, probabilities[one]))))),
  );
  const sum = means.reduce((total, value) => total + value, 0);
  return classProbabilitiesOf(means.map((value) => value / sum));
}

/** Log odds of a class against N; the lowest for a beat without classes. */
export function logOdds({ classProbabilities: known }: DecidedBeat, positive: 'V' | 'S'): number {
  if (known === undefined) return Math.log(leastProbability);
  return (
    Math.log(Math.max(leastProbability, known[positive])) - Math.log(Math.max(leastProbability, known.N))
  );
}
