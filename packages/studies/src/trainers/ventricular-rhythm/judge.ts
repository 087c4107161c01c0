import type { BoostedTrees } from '@beatwatch/boosted-trees';
import { findingOfRow } from '@beatwatch/rhythm';
import type { VentricularRecording } from './ventricular-recordings.ts';

/** Recordings and trees that have not seen their patients. */
export interface JudgedPart {
  readonly recordings: readonly VentricularRecording[];
  readonly trees: BoostedTrees;
  /** Added to the trees' log odds. */
  readonly shift: number;
}

/** The seconds of one recording as its leads tell them together. */
export interface JudgedRecording extends Omit<VentricularRecording, 'leads'> {
  readonly seconds: readonly {
    readonly endSeconds: number;
    readonly target: boolean | undefined;
    /** Mean over the leads; minus infinity where no lead shows what makes it possible. */
    readonly logOdds: number;
  }[];
}

/** @param leads which leads are heard: all of them, or the first alone */
export const judgeParts = (parts: readonly JudgedPart[], leads: 'first' | 'all'): JudgedRecording[] =>
  parts.flatMap(({ recordings, trees, shift }) =>
    recordings.map(({ leads: all, ...recording }) => {
      const heard = leads === 'all' ? all : all.slice(0, 1);
      const byEnd = new Map<number, { target: boolean | undefined; odds: number[]; possible: boolean }>();
      for (const { endSeconds, row, target } of heard.flat()) {
        const place = Math.round(endSeconds);
        const known = byEnd.get(place) ?? { target, odds: [], possible: false };
        const { logOdds, possible } = findingOfRow(row, { trees, shift });
        known.odds.push(logOdds);
        known.possible ||= possible;
        byEnd.set(place, known);
      }
      const seconds = [...byEnd]
        .sort(([a], [b]) => a - b)
        .map(([endSeconds, { target, odds, possible }]) => ({
          endSeconds,
          target,
          logOdds: possible
            ? odds.reduce((sum, one) => sum + one, 0) / odds.length
            : Number.NEGATIVE_INFINITY,
        }));
      return { ...recording, seconds };
    }),
  );

/** Figures of one data set at one shift. */
export interface VentricularFigures {
  readonly recordings: number;
  readonly hours: number;
  /** Episodes, or true bedside alarms, and those that are told within 10 s or by the end of the alarm's window. */
  readonly episodes: number;
  readonly found: number;
  /** False bedside alarms, and those that are refused. */
  readonly falseAlarms?: number;
  readonly refused?: number;
  /** Claims where nothing is annotated, an hour; absent for bedside alarms. */
  readonly falseClaimsPerHour?: number;
}

/** Time from the end of one claim within which another is the same. */
const sameClaimSeconds = 20;
const foundWithinSeconds = 10;
/** A bedside alarm at 5:00 is repeated by what is claimed from 4:50 to a second after it. */
const judged = { from: 290, to: 301 } as const;

/** @param shift added to the log odds; from 0 on a second claims a tachyarrhythmia */
export function ventricularFigures(
  recordings: readonly JudgedRecording[],
  shift: number,
): VentricularFigures {
  const hours = recordings.reduce((sum, one) => sum + one.hours, 0);
  const alarms = recordings.filter(({ alarm }) => alarm !== undefined);
  if (alarms.length > 0) {
    const repeated = ({ seconds }: JudgedRecording): boolean =>
      seconds.some(
        ({ endSeconds, logOdds }) =>
          endSeconds >= judged.from && endSeconds <= judged.to && logOdds + shift >= 0,
      );
    const right = alarms.filter(({ alarm }) => alarm === true);
    const wrong = alarms.filter(({ alarm }) => alarm === false);
    return {
      recordings: alarms.length,
      hours,
      episodes: right.length,
      found: right.filter(repeated).length,
      falseAlarms: wrong.length,
      refused: wrong.filter((one) => !repeated(one)).length,
    };
  }
  const episodes = recordings.flatMap(episodesOf);
  const claims = recordings.reduce((sum, one) => sum + falseClaims(one, shift), 0);
  return {
    recordings: recordings.length,
    hours,
    episodes: episodes.length,
    found: episodes.filter((seconds) => seconds.some(({ logOdds }) => logOdds + shift >= 0)).length,
    falseClaimsPerHour: claims / hours,
  };
}

type Seconds = JudgedRecording['seconds'];

/** The first seconds of each episode, in which it has to be told. */
function episodesOf({ seconds }: JudgedRecording): Seconds[] {
  const onsets = seconds.filter(
    ({ target }, index) => target === true && seconds[index - 1]?.target !== true,
  );
  return onsets.map(({ endSeconds }) =>
    seconds.filter((one) => one.endSeconds >= endSeconds && one.endSeconds < endSeconds + foundWithinSeconds),
  );
}

function falseClaims({ seconds }: JudgedRecording, shift: number): number {
  let [claims, lastSeconds] = [0, Number.NEGATIVE_INFINITY];
  for (const { endSeconds, target, logOdds } of seconds) {
    if (logOdds + shift < 0) continue;
    if (target === false && endSeconds - lastSeconds > sameClaimSeconds) claims += 1;
    lastSeconds = endSeconds;
  }
  return claims;
}
